import type { ScenarioName } from '../../../performance/traffic.ts';
import { type Html, html } from '../../bench/html/html.ts';
import { latencyFigure } from '../../bench/html/latency-figure.ts';
import { keyed, legend } from '../../bench/html/series.ts';
import { tableHtml } from '../../bench/html/table.ts';
import type { MergedReport, MergedTechnology } from '../merged-report.ts';
import { latencyHead, latencyRows, THROUGHPUT_HEAD, throughputRows } from '../merged-speed-rows.ts';

/** Who answers in time, each port on its machine: nothing where no report has latencies. */
export function latencySection({ technologies }: MergedReport): Html {
  const scenarios = [...new Set(technologies.flatMap(({ latencies }) => latencies.map(({ scenario }) => scenario)))];
  if (scenarios.length === 0 && technologies.every(({ throughput }) => throughput.length === 0)) return html``;
  const timed = technologies.map(({ label, latencies }) => ({
    id: label,
    speed: {
      state: 'measured' as const,
      scenarios: latencies.map(({ scenario, byPort, all }) => ({
        ...{ scenario, latencies: all },
        queries: byPort.reduce((sum, { queries }) => sum + queries, 0),
      })),
    },
  }));
  return html`<section id="speed">
<h2>Who answers in time</h2>
<p class="quiet">Latencies from the intended start, as observed, each port on its own machine: over all ports they are a mix of machines, not the speed of one. Classes are 9 % wide; a percentile is known to lie in its class, and is not given where the queries are too few for it.</p>
${legend(technologies.map(({ label }) => label))}
<div class="figures">${scenarios.map((scenario) => latencyFigure({ technologies: timed }, scenario, notHeldBy(technologies, scenario)))}</div>
${tableHtml({
  caption: 'By port and together.',
  head: latencyHead(),
  rows: technologies.flatMap((technology, place) =>
    latencyRows(technology).map(([label = '', ...cells]) => [keyed(place, label), ...cells]),
  ),
})}
${tableHtml({
  caption:
    'What the machine of each port gets through: all scans at once, or the highest rate that keeps the latency bound. Geometric mean over the rounds, 95 % bounds (Student).',
  head: THROUGHPUT_HEAD,
  rows: technologies.flatMap((technology, place) =>
    throughputRows(technology).map(([label = '', ...cells]) => [keyed(place, label), ...cells]),
  ),
})}
</section>
`;
}

function notHeldBy(technologies: MergedReport['technologies'], scenario: ScenarioName): readonly string[] {
  const isNotHeld = ({ latencies }: MergedTechnology) =>
    latencies.some((own) => own.scenario === scenario && own.byPort.some(({ held }) => held === false));
  return technologies.filter(isNotHeld).map(({ label }) => label);
}
