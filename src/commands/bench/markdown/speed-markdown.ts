import { fixedQueries } from '../../../performance/early-stopping.ts';
import { OPEN_SCENARIOS } from '../../../performance/traffic.ts';
import { msText, rateText } from '../../report-text/number-text.ts';
import { loadgenDurationsText } from '../plan/loadgen-durations.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlannedScenario } from '../plan/planned-scenario.ts';
import type { Report } from '../report/report.ts';
import {
  meanLatencyText,
  percentileName,
  percentileText,
  queriesText,
  threeDigitsText,
} from '../speed/latency-text.ts';
import type { ScenarioResult } from '../speed/scenario-result.ts';
import { boundOf, highestRateText, plannedText, SCENARIO_TEXT, trialsText } from '../speed/scenario-text.ts';
import type { Speed } from '../speed/speed.ts';
import { withheldIn, withheldText } from '../speed/timed-failures.ts';
import { markdownTable } from './markdown-table.ts';

/** In place of a table without a line. */
export const NO_FIGURE = 'Of no technology is there a figure.';

interface Row {
  readonly id: string;
  readonly result: ScenarioResult;
}

/** Speed as Markdown: each scenario of the plan with its latencies or its throughput, and the highest rates. */
export function speedMarkdown({ plan, technologies }: Report): readonly string[] {
  const asked = plan.percentiles.map(
    (percentile) => `${fixedQueries(percentile).rounded.toLocaleString('en')} for ${percentileName(percentile)}`,
  );
  const isLoaded = plan.scenarios.some(({ scenario }) => scenario !== 'offline');
  const durations = loadgenDurationsText(plan);
  return [
    ...(isLoaded
      ? [
          'Latencies count from the intended start. Percentiles after MLPerf LoadGen’s early stopping, with 99 % confidence no higher;',
          `not an MLPerf result. Without early stopping LoadGen asks for ${asked.join(', ')} queries.`,
          '',
        ]
      : []),
    ...(durations === null ? [] : [durations, '']),
    ...plan.scenarios.flatMap((planned) => {
      const rows = technologies.flatMap(({ id, speed }): Row[] => {
        const results = speed.state === 'measured' ? speed.scenarios : [];
        return results.filter(({ scenario }) => scenario === planned.scenario).map((result) => ({ id, result }));
      });
      return [
        `**${planned.scenario}** (${plannedText(planned, plan)}). ${SCENARIO_TEXT[planned.scenario]}`,
        '',
        ...(rows.length === 0 ? [NO_FIGURE] : scenarioTables(planned, rows, plan)),
        ...technologies.flatMap(({ id, speed }) => withheldLines(id, speed, planned)),
        '',
      ];
    }),
  ];
}

/** Below the table, which has no line for it. */
function withheldLines(id: string, speed: Speed, { scenario }: PlannedScenario): readonly string[] {
  const withheld = withheldIn(speed, scenario);
  return withheld === undefined ? [] : ['', `${id}: ${withheldText(withheld)}.`];
}

function scenarioTables(planned: PlannedScenario, rows: readonly Row[], plan: Plan): readonly string[] {
  if (planned.scenario === 'offline') return throughputTable(rows);
  const table = latencyTable(rows, plan, OPEN_SCENARIOS.includes(planned.scenario));
  if (planned.scenario !== 'server') return table;
  return [
    ...markdownTable(
      ['technology', `highest rate with ${boundOf(planned)}, scans a second`, 'tried', 'scans a second, all at once'],
      rows.map(({ id, result: { searches = [] } }) => [
        id,
        highestRateText(searches),
        trialsText(searches),
        searches.map(({ capacityPerSecond }) => threeDigitsText(capacityPerSecond)).join('; '),
      ]),
    ),
    '',
    'Kept by LoadGen’s test, which takes queries for independent; scans that wait hold each other up: take a tenth of the rate',
    'for its doubt. At the highest rate:',
    '',
    ...table,
  ];
}

function latencyTable(rows: readonly Row[], { percentiles, taktSeconds }: Plan, isOpen: boolean): readonly string[] {
  return markdownTable(
    [
      ...['technology', 'queries', 'seconds', 'mean'],
      ...percentiles.map(percentileName),
      ...[`within ${taktSeconds} s`, ...(isOpen ? ['slowest', 'refused', 'driver late by'] : [])],
    ],
    rows.map(({ id, result }) => [
      id,
      queriesText(result),
      result.seconds.toFixed(1),
      meanLatencyText(result),
      ...percentiles.map((_, place) => percentileText(result.percentiles[place])),
      rateText(result.withinTakt),
      ...(isOpen ? openCells(result) : []),
    ]),
  );
}

function openCells({ openLoop }: ScenarioResult): readonly string[] {
  if (openLoop === undefined) return ['–', '–', '–'];
  return [msText(openLoop.slowestMs), String(openLoop.refused), msText(openLoop.meanLateMs)];
}

function throughputTable(rows: readonly Row[]): readonly string[] {
  return markdownTable(
    ['technology', 'workers', 'scans', 'seconds', 'scans a second'],
    rows.map(({ id, result }) => [
      id,
      String(result.workers ?? '–'),
      queriesText(result),
      result.seconds.toFixed(1),
      threeDigitsText(result.scansPerSecond),
    ]),
  );
}
