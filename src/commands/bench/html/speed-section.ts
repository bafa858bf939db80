import { SCENARIOS } from '../../../performance/traffic.ts';
import { rangeText } from '../../evaluation/number-text.ts';
import { msText, percentileName, percentileText, rateText } from '../latency-text.ts';
import type { Report, ScenarioResult } from '../report.ts';
import { type Content, type Html, html } from './html.ts';
import { latencyFigure } from './latency-figure.ts';
import { rateCell } from './rate-cell.ts';
import { key, legend } from './series.ts';
import { tableHtml } from './table.ts';

const SHAPES: Readonly<Record<ScenarioResult['scenario'], string>> = {
  'single-stream': 'One scan after the other, the next when the last is answered: what a lone container waits.',
  offline: 'All scans at once, every worker busy: how many a second the machine gets through.',
};

/** Who answers in time: each scenario's figures, how latencies are spread, and the ratios with their bounds. */
export function speedSection(report: Report): Html {
  const { technologies, plan, pairs } = report;
  const ran = SCENARIOS.filter((scenario) => plan.scenarios.some((planned) => planned.scenario === scenario));
  return html`<section id="speed">
<h2>Who answers in time</h2>
<p class="quiet">Latencies count from the moment at which a query was due. Percentiles follow MLPerf LoadGen’s early stopping: with 99 % confidence no higher. This is not an MLPerf result.</p>
${legend(technologies.map(({ id }) => id))}
${ran.map(
  (scenario) => html`<h3>${scenario}</h3>
${scenarioTable(report, scenario)}
${latencyFigure(report, scenario)}`,
)}
${tableHtml({
  caption:
    'Ratios: the time a scan of the second over that of the first, geometric mean over rounds; bootstrap of whole rounds, 95 %. Above 1 the first is faster.',
  head: ['first', 'second', ...ran],
  rows: pairs.map(({ first, second, speed }) => [
    first,
    second,
    ...ran.map((scenario) => {
      const compared = speed.find((other) => other.scenario === scenario);
      if (compared === undefined) return '–';
      if (compared.state === 'too-few-rounds') return `too few rounds (${compared.rounds} of ${compared.needed})`;
      return `${factor(compared.ratio)} (${rangeText(compared.bounds, factor)}), n ${compared.rounds} rounds`;
    }),
  ]),
})}
</section>
`;
}

/** Latencies have columns where the scenario has latencies. */
function scenarioTable({ technologies, plan }: Report, scenario: ScenarioResult['scenario']): Html {
  const results = technologies.map(({ speed }) =>
    speed.state === 'refused' ? null : (speed.scenarios.find((other) => other.scenario === scenario) ?? null),
  );
  const hasLatency = results.some((result) => result !== null && result.meanLatencyMs !== null);
  const ofLatency = ['mean latency', ...plan.percentiles.map(percentileName), `within ${plan.taktSeconds} s`];
  return tableHtml({
    caption: SHAPES[scenario],
    head: ['technology', 'queries', 'scans a second', ...(hasLatency ? ofLatency : [])],
    rows: technologies.map(({ id }, place) => {
      const result = results[place] ?? null;
      return [
        html`${key(place)}${id}`,
        ...(result === null ? ['refused'] : [...throughputCells(result), ...(hasLatency ? latencyCells(result) : [])]),
      ];
    }),
  });
}

function throughputCells({ queries, rounds, seconds, workers, scansPerSecond }: ScenarioResult): readonly Content[] {
  const work = workers === 1 ? '1 worker' : `${workers} workers`;
  return [html`${queries} <small>${rounds} rounds, ${seconds.toFixed(1)} s, ${work}</small>`, rateText(scansPerSecond)];
}

function latencyCells({ meanLatencyMs, percentiles, withinTakt }: ScenarioResult): readonly Content[] {
  return [
    meanLatencyMs === null ? '–' : msText(meanLatencyMs),
    ...percentiles.map((percentile) => percentileText(percentile)),
    rateCell(withinTakt),
  ];
}

function factor(ratio: number): string {
  return ratio.toFixed(ratio < 10 ? 2 : 1);
}
