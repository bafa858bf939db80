import { STRATUM_KINDS, type StratumKind } from '../../evaluation/evaluation.ts';
import { partFailed } from '../../evaluation/part-failed.ts';
import { partsOf } from '../../evaluation/parts-of.ts';
import { aurocText } from '../../report-text/number-text.ts';
import type { Report } from '../report/report.ts';
import { type Html, html } from './html.ts';
import { intervalFigure } from './interval-figure.ts';
import { rateCell } from './rate-cell.ts';
import { keyed, legend } from './series.ts';
import { tableHtml } from './table.ts';

/** What each way to part the scans is called. */
export const PART_TITLES: Readonly<Record<StratumKind, string>> = {
  condition: 'what the scanner hands out',
  scanner: 'scanner',
  cargo: 'cargo',
  category: 'kind of threat',
  mass: 'mass of the threat',
  place: 'place of the threat',
  contrast: 'change of the picture by the threat',
};

/** Where each technology finds more and where less, for each way to part the scans that has several parts. */
export function partsSection(report: Report): Html {
  const ids = report.technologies.map(({ id }) => id);
  const evaluated = ids.map((id) => report.evaluation.technologies.find((technology) => technology.id === id));
  const parted = STRATUM_KINDS.flatMap((kind) => {
    const own = evaluated.map((technology) => (technology === undefined ? [] : partsOf(technology, kind)));
    const names = [...new Set(own.flat().map(({ name }) => name))];
    const parts = names.map((name) => ({
      name,
      strata: own.map((strata) => strata.find((stratum) => stratum.name === name) ?? null),
    }));
    const hasFailures = parts.some((part) => part.strata.some((stratum) => stratum?.failed !== undefined));
    return parts.length < 2 ? [] : [{ kind, parts, hasFailures }];
  });
  if (parted.length === 0) return html``;
  return html`<section id="parts">
<h2>Where each finds more, and where less</h2>
<p class="quiet">At the thresholds as shipped, exact 95 % bounds. Parts with few scans have wide bounds: look at these before at the mark.</p>
${legend(ids)}
${parted.map(
  ({ kind, parts, hasFailures }) => html`<h3>By ${PART_TITLES[kind]}</h3>
${intervalFigure(
  parts.flatMap((part) => {
    const rates = part.strata.map((stratum) => stratum?.pd ?? null);
    const n = rates.find((rate) => rate !== null)?.n;
    return n === undefined ? [] : [{ name: `${part.name} (n ${n})`, rates }];
  }),
  'Pd',
  `Pd by ${PART_TITLES[kind]} with its bounds; n threats.`,
)}
${tableHtml({
  caption: `By ${PART_TITLES[kind]}. Pfa only where a part has benign scans of its own.${hasFailures ? ' Failed: without an answer, of all scans of the part.' : ''}`,
  head: [
    PART_TITLES[kind],
    'technology',
    'Pd',
    'Pd, not below penetration',
    'Pfa',
    ...(hasFailures ? ['failed'] : []),
    'AUROC',
  ],
  rows: parts.flatMap((part) =>
    part.strata.flatMap((stratum, place) =>
      stratum === null
        ? []
        : [
            [
              part.name,
              keyed(place, ids[place] ?? ''),
              rateCell(stratum.pd),
              rateCell(stratum.pdVisible),
              rateCell(stratum.pfa),
              ...(hasFailures ? [rateCell(partFailed(stratum))] : []),
              aurocText(stratum.auroc),
            ],
          ],
    ),
  ),
})}`,
)}
</section>
`;
}
