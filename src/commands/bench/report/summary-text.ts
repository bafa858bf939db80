import type { ScenarioName } from '../../../performance/traffic.ts';
import { textTable } from '../../command-line/text-table.ts';
import { findPopulation } from '../../evaluation/find-population.ts';
import { overallMeasures } from '../../evaluation/overall-measures.ts';
import { aurocText, rateText } from '../../report-text/number-text.ts';
import type { Plan } from '../plan/plan.ts';
import { percentileName, percentileText, queriesText, threeDigitsText } from '../speed/latency-text.ts';
import { highestRateText, plannedText } from '../speed/scenario-text.ts';
import type { Speed } from '../speed/speed.ts';
import { noFigureText, withheldIn } from '../speed/timed-failures.ts';
import type { Report } from './report.ts';

/** The end of a run on a terminal: a line for each technology, the verdicts, and what a reader must be warned of. */
export function summaryText(report: Report): string {
  const { technologies, pairs, warnings, unavailable, plan } = report;
  const rows = technologies.map(({ id, speed }) => [id, ...qualityCells(report, id), ...speedCells(speed, plan)]);
  const head = [
    ...['technology', 'Pfa', 'Pd', 'AUROC'],
    ...(has(plan, 'single-stream') ? plan.percentiles.map(percentileName) : []),
    ...(has(plan, 'offline') ? ['scans/s'] : []),
    'CPU ms a scan',
  ];
  const refused = technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused' ? [`${id}: ${speed.reason}`] : [],
  );
  return [
    textTable(head, rows),
    '',
    ...otherScenarios(report),
    ...pairs.map(({ first, second, verdict }) => `${first} beside ${second}: ${verdict}.`),
    ...(pairs.length === 0 ? [] : ['']),
    ...[...refused, ...warnings].map((warning) => `Warning: ${warning}`),
    ...unavailable.map(({ technology, reason }) => `Not ready: ${technology}: ${reason}`),
    'Latencies after MLPerf LoadGen, from the intended start (in the first table: single-stream); not an MLPerf result.',
  ].join('\n');
}

function qualityCells({ evaluation }: Report, id: string): readonly string[] {
  const all = findPopulation(overallMeasures(evaluation, id), 'all threats');
  return [
    rateText(all?.rates.benigns?.alarm ?? null),
    rateText(all?.rates.threats?.alarm ?? null),
    aurocText(all?.auroc ?? null),
  ];
}

/** Columns for what the plan has of the two scenarios of the default plan. */
function speedCells(speed: Speed, plan: Plan): readonly string[] {
  const resultOf = (scenario: ScenarioName) =>
    speed.state === 'refused' ? undefined : speed.scenarios.find((result) => result.scenario === scenario);
  const single = resultOf('single-stream');
  const throughput = resultOf('offline');
  const cost = speed.state === 'refused' ? undefined : (single ?? throughput ?? speed.scenarios[0]);
  const none = speed.state === 'refused' ? 'refused' : '–';
  const noneOf = (scenario: ScenarioName) => (withheldIn(speed, scenario) === undefined ? none : 'no figure');
  return [
    ...(has(plan, 'single-stream')
      ? plan.percentiles.map((_, place) =>
          single === undefined ? noneOf('single-stream') : percentileText(single.percentiles[place]),
        )
      : []),
    ...(has(plan, 'offline')
      ? [throughput === undefined ? noneOf('offline') : threeDigitsText(throughput.scansPerSecond)]
      : []),
    cost === undefined || cost.cpuMsPerScan === null ? none : cost.cpuMsPerScan.toFixed(1),
  ];
}

function has({ scenarios }: Plan, wanted: ScenarioName): boolean {
  return scenarios.some(({ scenario }) => scenario === wanted);
}

/** A table for each scenario that is neither in the first one. */
function otherScenarios({ technologies, plan }: Report): readonly string[] {
  return plan.scenarios
    .filter(({ scenario }) => scenario !== 'single-stream' && scenario !== 'offline')
    .flatMap((planned) => {
      const rows = technologies.map(({ id, speed }) => {
        const results = speed.state === 'measured' ? speed.scenarios : [];
        const result = results.find(({ scenario }) => scenario === planned.scenario);
        if (result === undefined) return [id, noFigureText(speed, planned.scenario)];
        return [
          id,
          queriesText(result),
          ...plan.percentiles.map((_, place) => percentileText(result.percentiles[place])),
          rateText(result.withinTakt),
          String(result.openLoop?.refused ?? '–'),
          ...(planned.scenario === 'server' ? [highestRateText(result.searches ?? [])] : []),
        ];
      });
      const rate = planned.scenario === 'server' ? ['highest rate, scans/s'] : [];
      const latency = [...plan.percentiles.map(percentileName), `within ${plan.taktSeconds} s`, 'refused'];
      return [
        `${planned.scenario} (${plannedText(planned, plan)})`,
        textTable(['technology', 'queries', ...latency, ...rate], rows),
        '',
      ];
    });
}
