import { failedRate, failedShare } from '../../../evaluation/rates.ts';
import { type Html, html } from '../../bench/html/html.ts';
import { intervalFigure } from '../../bench/html/interval-figure.ts';
import { rateCell } from '../../bench/html/rate-cell.ts';
import { keyed, legend } from '../../bench/html/series.ts';
import { tableHtml } from '../../bench/html/table.ts';
import { aurocText } from '../../report-text/number-text.ts';
import { HETEROGENEITY_HEAD, heterogeneityRows } from '../heterogeneity-text.ts';
import type { MergedReport } from '../merged-report.ts';
import { ALL_PORTS, portRows } from '../port-rows.ts';

const KINDS = [
  { kind: 'threats', name: 'Pd' },
  { kind: 'benigns', name: 'Pfa' },
] as const;

/** Port by port: whether what holds together holds at each. */
export function portsSection({ ports, technologies }: MergedReport): Html {
  const names = [...ports.map(({ name }) => name), ALL_PORTS];
  const hasFailures = technologies.some(({ pooled }) => failedShare(pooled.rates) !== null);
  return html`<section id="ports">
<h2>Port by port</h2>
<p class="quiet">At the thresholds as shipped, exact 95 % bounds; undecided ${hasFailures ? 'and failed ' : ''}scans are in every denominator. A port with few scans has wide bounds: look at these before at the mark.</p>
${legend(technologies.map(({ label }) => label))}
<div class="figures">${KINDS.map(({ kind, name }) =>
    intervalFigure(
      names.map((port) => ({
        name: port,
        rates: technologies.map(
          (technology) => portRows(technology).find((row) => row.port === port)?.rates[kind]?.alarm ?? null,
        ),
      })),
      name,
      `${name} by port with its bounds, and over all ports.`,
    ),
  )}</div>
${tableHtml({
  caption: 'Rates and AUROC by port. Over all ports, AUROC is that of scores in bins.',
  head: [
    ...['technology', 'port', 'Pd', 'Pfa', 'threats undecided', 'benign scans undecided'],
    ...(hasFailures ? ['threats failed', 'benign scans failed'] : []),
    'AUROC',
  ],
  rows: technologies.flatMap((technology, place) =>
    portRows(technology).map(({ port, rates: { threats, benigns }, auroc }) => [
      keyed(place, technology.label),
      port,
      ...[threats?.alarm, benigns?.alarm, threats?.undecided, benigns?.undecided].map((rate) => rateCell(rate ?? null)),
      ...(hasFailures ? [threats, benigns].map((kind) => rateCell(failedRate(kind))) : []),
      aurocText(auroc),
    ]),
  ),
})}
${tableHtml({
  caption:
    'Whether the ports have one value. p: the chance of such differences among equal ports (Cochran’s Q). I²: the share of the differences that chance does not explain, with 95 % bounds.',
  head: HETEROGENEITY_HEAD,
  rows: technologies.flatMap((technology, place) =>
    heterogeneityRows(technology).map(([label = '', ...cells]) => [keyed(place, label), ...cells]),
  ),
})}
</section>
`;
}
