import { type Content, type Html, html } from '../../bench/html/html.ts';
import { intervalFigure } from '../../bench/html/interval-figure.ts';
import { PART_TITLES } from '../../bench/html/parts-section.ts';
import { rateCell } from '../../bench/html/rate-cell.ts';
import { keyed, legend } from '../../bench/html/series.ts';
import { tableHtml } from '../../bench/html/table.ts';
import type { StratumKind } from '../../evaluation/evaluation.ts';
import { partFailed } from '../../evaluation/part-failed.ts';
import { aurocText } from '../../report-text/number-text.ts';
import { beforeBinning } from '../before-binning.ts';
import type { MergedReport, MergedStratum } from '../merged-report.ts';
import { alikeText, byPortTexts, PART_MEASURES, type PartMeasure, partedKinds } from '../strata-text.ts';

/** Where each technology finds more over all ports, and whether the ports are alike there; nothing where scans have no parts. */
export function partsSection({ technologies }: MergedReport): Html {
  const kinds = partedKinds(technologies);
  if (kinds.length === 0) return html``;
  return html`<section id="parts">
<h2>Where each finds more, and where less</h2>
<p class="quiet">Counts of all ports added up, exact 95 % bounds; AUROC from their histograms of scores. Are the ports alike in a part? p: the chance of such differences among equal ports (Cochran’s Q), by Holm over all parts of a technology; I²: the share of the differences that chance does not explain. Ports that differ over all scans and are alike in every part have other scans, not another technology.</p>
${legend(technologies.map(({ label }) => label))}
${kinds.map((kind) => kindHtml(technologies, kind))}
</section>
`;
}

function kindHtml(technologies: MergedReport['technologies'], kind: StratumKind): Html {
  const names = [...new Set(technologies.flatMap(({ strata }) => strata[kind].map(({ name }) => name)))];
  const parts = names.map((name) => ({
    name,
    strata: technologies.map(({ strata }) => strata[kind].find((stratum) => stratum.name === name) ?? null),
  }));
  const hasPfa = parts.some(({ strata }) => strata.some((stratum) => stratum !== null && stratum.pooled.pfa !== null));
  const rates = hasPfa ? (['pd', 'pfa'] as const) : (['pd'] as const);
  const hasFailures = parts.some(({ strata }) => strata.some((stratum) => stratum?.pooled.failed !== undefined));
  const rowsOf = (cells: (stratum: MergedStratum) => readonly Content[], isListed = (_: MergedStratum) => true) =>
    parts.flatMap(({ name, strata }) =>
      strata.flatMap((stratum, place) =>
        stratum === null || !isListed(stratum)
          ? []
          : [[name, keyed(place, technologies[place]?.label ?? ''), ...cells(stratum)]],
      ),
    );
  return html`<h3>By ${PART_TITLES[kind]}</h3>
${intervalFigure(
  parts.flatMap(({ name, strata }) => {
    const rates = strata.map((stratum) => stratum?.pooled.pd ?? null);
    const n = rates.find((rate) => rate !== null)?.n;
    return n === undefined ? [] : [{ name: `${name} (n ${n})`, rates }];
  }),
  'Pd',
  `Pd by ${PART_TITLES[kind]} over all ports, with its bounds; n threats.`,
)}
${tableHtml({
  caption: `By ${PART_TITLES[kind]}, over all ports and at each.${hasPfa ? ' Pfa only where a part has benign scans of its own.' : ''}${hasFailures ? ' Failed: without an answer, of all scans of the part.' : ''}`,
  head: [
    PART_TITLES[kind],
    'technology',
    ...rates.flatMap((rate) => [PART_MEASURES[rate], `are ports alike in ${PART_MEASURES[rate]}?`]),
    ...(hasFailures ? ['failed'] : []),
  ],
  rows: rowsOf((stratum) => [
    ...rates.flatMap((rate) => [rateCell(stratum.pooled[rate]), alikeCell(stratum, rate)]),
    ...(hasFailures ? [rateCell(partFailed(stratum.pooled))] : []),
  ]),
})}
${tableHtml({
  caption: `AUROC by ${PART_TITLES[kind]}, over all ports and at each, of threats × benign scans${hasPfa ? '' : ', the threats of a part beside all benign scans'}.`,
  head: [PART_TITLES[kind], 'technology', 'AUROC of bins', 'before binning', 'are ports alike in AUROC?'],
  rows: rowsOf(
    (stratum) => {
      const { auroc, aurocRange } = stratum.pooled;
      return [aurocText(auroc), beforeBinning(aurocRange), alikeCell(stratum, 'auroc')];
    },
    (stratum) => stratum.pooled.auroc !== null || byPortTexts(stratum, 'auroc').length > 0,
  ),
})}`;
}

function alikeCell(stratum: MergedStratum, measure: PartMeasure): Html {
  return html`${alikeText(stratum, measure)}${byPortTexts(stratum, measure).map((text) => html` <small>${text}</small>`)}`;
}
