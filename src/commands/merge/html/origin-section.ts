import { type Html, html } from '../../bench/html/html.ts';
import { keyed } from '../../bench/html/series.ts';
import { tableHtml } from '../../bench/html/table.ts';
import type { MergedReport } from '../merged-report.ts';

/** Of which reports it was made, and how to make it again. */
export function originSection({ ports, technologies }: MergedReport): Html {
  return html`<section id="made">
<h2>What it was made of</h2>
${tableHtml({
  caption: 'One report of a port each. Merging read their counts and histograms, and no scan.',
  head: ['port', 'threats', 'benign scans', 'made', 'Scanbench', 'machine', 'report'],
  rows: ports.map(({ name, threats, benigns, madeAt, scanbench, cpu, usableCpus, reportId }) => [
    ...[name, threats, benigns, madeAt.slice(0, 10), scanbench, `${cpu}, ${usableCpus} CPUs`],
    html`<code>${reportId}</code>`,
  ]),
})}
${tableHtml({
  caption: 'What is one technology: the same weights at the same thresholds.',
  head: ['technology', 'version', 'thresholds', 'SHA-256 of the weights'],
  rows: technologies.map(({ label, model, operatingPoints }, place) => [
    keyed(place, label),
    model.version,
    operatingPoints.map(({ name, threshold }) => html`<div>${name}: ${threshold}</div>`),
    html`<code>${model.sha256}</code>`,
  ]),
})}
<p>Beside this page lies <code>report.json</code>, which holds every number here. To make it again, run <code>scanbench merge</code> on the reports above.</p>
</section>
`;
}
