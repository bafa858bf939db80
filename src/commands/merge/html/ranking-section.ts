import { curveFigures } from '../../bench/html/curve-figures.ts';
import { type Html, html } from '../../bench/html/html.ts';
import { limitsTable } from '../../bench/html/limits-table.ts';
import { keyed } from '../../bench/html/series.ts';
import { tableHtml } from '../../bench/html/table.ts';
import { aurocText } from '../../report-text/number-text.ts';
import { beforeBinning } from '../before-binning.ts';
import type { MergedReport } from '../merged-report.ts';

/**
 * Who finds more over all ports with one threshold for all: curves, Pd at limits, AUROC and what the bins hide of it. Nothing
 * where no technology has a curve, for want of threats or of benign scans.
 */
export function rankingSection({ technologies, pfaLimits }: MergedReport): Html {
  if (technologies.every(({ detection }) => detection.curve.length === 0)) return html``;
  return html`<section id="finds">
<h2>Who finds more, with one threshold for all ports</h2>
<p class="quiet">Read from the histograms of scores, at the edges of their bins: at an edge, counts are exact. Bands take the scans of all ports as one.</p>
${curveFigures(technologies.map(({ label, detection, pooled }) => ({ id: label, detection, asShipped: pooled.rates })))}
${limitsTable(
  technologies.map(({ label, detection }) => ({ id: label, detection })),
  pfaLimits,
)}
${tableHtml({
  caption: 'AUROC over all ports. Scores of one bin are tied; the last column is what it may have been before.',
  head: ['technology', 'AUROC of bins', 'before binning'],
  rows: technologies.map(({ label, pooled: { auroc, aurocRange } }, place) => [
    keyed(place, label),
    aurocText(auroc),
    beforeBinning(aurocRange),
  ]),
})}
</section>
`;
}
