import { OPEN_SCENARIOS, SCENARIOS, type ScenarioName } from '../../../performance/traffic.ts';
import { factorText, msText, pText, rangeText } from '../../report-text/number-text.ts';
import { loadgenDurationsText } from '../plan/loadgen-durations.ts';
import type { PlannedScenario, PlannedServer } from '../plan/planned-scenario.ts';
import type { PairReport } from '../report/pair-report.ts';
import type { Report } from '../report/report.ts';
import { holdsTraffic } from '../speed/held-traffic.ts';
import { meanLatencyText, percentileName, percentileText, threeDigitsText } from '../speed/latency-text.ts';
import type { ScenarioResult } from '../speed/scenario-result.ts';
import {
  boundOf,
  highestRateText,
  plannedText,
  SCENARIO_TEXT,
  trialsText,
  workersText,
} from '../speed/scenario-text.ts';
import { noFigureText } from '../speed/timed-failures.ts';
import { type Content, type Html, html } from './html.ts';
import { latencyFigure } from './latency-figure.ts';
import { rateCell } from './rate-cell.ts';
import { keyed, legend } from './series.ts';
import { tableHtml } from './table.ts';

/** Who answers in time: each scenario's figures, how latencies are spread, and the ratios with their bounds. */
export function speedSection(report: Report): Html {
  const { technologies, plan, pairs } = report;
  const ran = SCENARIOS.flatMap((scenario) => plan.scenarios.filter((planned) => planned.scenario === scenario));
  return html`<section id="speed">
<h2>Who answers in time</h2>
<p class="quiet">Latencies count from the moment at which a query was due. Percentiles follow MLPerf LoadGen’s early stopping: with 99 % confidence no higher. This is not an MLPerf result. ${loadgenDurationsText(plan)}</p>
${legend(technologies.map(({ id }) => id))}
${ran.map(
  (planned) => html`<h3>${planned.scenario}</h3>
${scenarioTable(report, planned)}
${planned.scenario === 'server' ? rateTable(report, planned) : null}
${latencyFigure(report, planned.scenario, notHeldBy(report, planned.scenario))}`,
)}
${tableHtml({
  caption:
    'Ratios: the time a scan of the second over that of the first (mean latency in lanes and train, one over the highest rate in server), geometric mean over rounds, with Student’s 95 % bounds over whole rounds, of each pair alone; p by Holm over all pairs in a scenario. Above 1 the first is faster.',
  head: ['first', 'second', 'scenario', 'ratio', 'p', 'rounds'],
  // A pair of which nothing is compared has its reason in the verdict.
  rows: pairs.flatMap(({ first, second, speed }) =>
    speed.map((compared) => [first, second, compared.scenario, ...ratioCells(compared)]),
  ),
})}
</section>
`;
}

/** Latencies have columns where the scenario has latencies, refusals where arrivals do not wait. */
function scenarioTable(report: Report, planned: PlannedScenario): Html {
  const { technologies, plan } = report;
  const { scenario } = planned;
  const hasLatency = scenario !== 'offline';
  const isOpen = OPEN_SCENARIOS.includes(scenario);
  const ofLatency = ['mean latency', ...plan.percentiles.map(percentileName), `within ${plan.taktSeconds} s`];
  const figures = [
    ...(isOpen ? [] : ['scans a second']),
    ...(hasLatency ? ofLatency : []),
    ...(isOpen ? ['slowest'] : []),
  ];
  return tableHtml({
    caption: `${SCENARIO_TEXT[scenario]} ${isOpen || scenario === 'multi-stream' ? `Here: ${plannedText(planned, plan)}.` : ''}`,
    head: ['technology', 'queries', ...figures],
    rows: technologies.map(({ id, speed }, place) => {
      const result = resultOf(report, place, scenario);
      return [
        keyed(place, id),
        ...(result === null
          ? [noFigureText(speed, scenario), ...figures.map(() => '–')]
          : [
              queriesCell(result),
              // Where arrivals set the pace, it is theirs.
              ...(isOpen ? [] : [threeDigitsText(result.scansPerSecond)]),
              ...(hasLatency ? latencyCells(result, plan.percentiles) : []),
              ...(isOpen ? [slowestCell(result)] : []),
            ]),
      ];
    }),
  });
}

function notHeldBy(report: Report, scenario: ScenarioName): readonly string[] {
  return report.technologies.flatMap(({ id }, place) => {
    const result = resultOf(report, place, scenario);
    return result === null || holdsTraffic(result) ? [] : [id];
  });
}

function resultOf({ technologies }: Report, place: number, scenario: ScenarioName): ScenarioResult | null {
  const speed = technologies[place]?.speed;
  if (speed?.state !== 'measured') return null;
  return speed.scenarios.find((other) => other.scenario === scenario) ?? null;
}

/** The table above it holds the latencies at the rates of this one. */
function rateTable(report: Report, planned: PlannedServer): Html {
  return tableHtml({
    caption: `The highest rate of arrivals at which ${boundOf(planned)} holds by LoadGen’s test, and the lowest at which it did not; one search a round. The test takes queries for independent, but scans that wait hold each other up: take a tenth of the rate for its doubt.`,
    head: ['technology', 'highest rate, scans a second', 'tried', 'all at once, scans a second'],
    rows: report.technologies.flatMap(({ id }, place) => {
      const { searches = [] } = resultOf(report, place, 'server') ?? {};
      if (searches.length === 0) return [];
      return [
        [
          keyed(place, id),
          searches.map((search) => html`<div>${highestRateText([search])}</div>`),
          searches.map((search) => html`<div>${trialsText([search])}</div>`),
          searches.map(({ capacityPerSecond }) => html`<div>${threeDigitsText(capacityPerSecond)}</div>`),
        ],
      ];
    }),
  });
}

function queriesCell({ queries, failed, rounds, seconds, workers }: ScenarioResult): Html {
  const length = `${rounds === 1 ? '1 round' : `${rounds} rounds`}, ${seconds.toFixed(1)} s`;
  return html`${queries} <small>${length}, ${workersText(workers)}${failed === undefined ? '' : `, ${failed} failed`}</small>`;
}

function latencyCells(result: ScenarioResult, asked: readonly number[]): readonly Content[] {
  const { meanLatencyMs, percentiles, withinTakt, openLoop } = result;
  const late = openLoop === undefined ? null : html` <small>driver late ${msText(openLoop.meanLateMs)}</small>`;
  return [
    html`${meanLatencyText(result)}${meanLatencyMs === null ? null : late}`,
    ...asked.map((_, place) => percentileText(percentiles[place])),
    rateCell(withinTakt),
  ];
}

function slowestCell({ openLoop }: ScenarioResult): Content {
  return openLoop === undefined ? '–' : html`${msText(openLoop.slowestMs)} <small>${openLoop.refused} refused</small>`;
}

function ratioCells(compared: PairReport['speed'][number]): readonly string[] {
  if (compared.state === 'not-held') return [`not held by ${compared.technologies.join(' and ')}`, '–', '–'];
  if (compared.state === 'too-few-rounds') return ['too few rounds', '–', `${compared.rounds} of ${compared.needed}`];
  const { ratio, bounds, pHolm = null, rounds } = compared;
  return [`${factorText(ratio)} (${rangeText(bounds, factorText)})`, pText(pHolm), String(rounds)];
}
