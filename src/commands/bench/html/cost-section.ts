import { bytesText, msText } from '../../report-text/number-text.ts';
import { ENERGY_HEAD, energyNotes, energyRows } from '../report/energy-text.ts';
import type { Report } from '../report/report.ts';
import { threeDigitsText } from '../speed/latency-text.ts';
import { type Html, html } from './html.ts';
import { keyed } from './series.ts';
import { tableHtml } from './table.ts';

/** What a technology takes of the machine. */
export function costSection(report: Report): Html {
  const { technologies } = report;
  const measured = technologies.flatMap(({ id, speed }, place) =>
    speed.state === 'measured' ? [{ name: keyed(place, id), ...speed }] : [],
  );
  return html`<section id="cost">
<h2>What it costs</h2>
${tableHtml({
  caption: 'CPU a scan, over all queries of a scenario.',
  head: ['technology', 'scenario', 'CPU a scan', 'scans a core-second', 'queries'],
  rows: measured.flatMap(({ name, scenarios }) =>
    scenarios.map(({ scenario, cpuMsPerScan, scansPerCoreSecond, queries }) => [
      name,
      scenario,
      cpuMsPerScan === null ? '–' : msText(cpuMsPerScan),
      scansPerCoreSecond === null ? '–' : threeDigitsText(scansPerCoreSecond),
      queries,
    ]),
  ),
})}
${tableHtml({
  caption: 'Once for each technology. Memory is the most that its process held, with all its workers.',
  head: ['technology', 'weights', 'load', 'warm-up', 'memory'],
  rows: measured.flatMap(({ name, cost }) =>
    cost === null
      ? []
      : [
          [
            name,
            bytesText(cost.weightsBytes),
            msText(cost.loadMs),
            msText(cost.warmUpMs),
            `${(cost.peakMemoryBytes / 2 ** 20).toFixed(0)} MiB`,
          ],
        ],
  ),
})}
${tableHtml({ caption: 'Energy, over all queries of a scenario.', head: ENERGY_HEAD, rows: energyRows(report) })}
${energyNotes(report).map((note) => html`<p class="quiet">${note}</p>\n`)}
</section>
`;
}
