import type { ComparedPart, LiveComparison } from '../../domain/comparison/live-comparison.ts';
import { element } from '../element.ts';
import { shortNames } from '../short-names.ts';
import { intervalText } from './interval-text.ts';
import { table } from './table.ts';

const TITLE = 'Part by part, corrected';

/** The corrected figures of each port, lane, cargo or week in which both screened a scan, with how many inspections they rest on. */
export function partsCard({ parts, partsLeftOut, technologies }: LiveComparison): readonly HTMLElement[] {
  const shared = parts.filter(({ screened }) => screened > 0);
  if (shared.length === 0) return [];
  const [first, second] = shortNames(technologies);
  const rows = shared.map((part) => [
    part.part ?? 'not declared',
    part.screened.toLocaleString('en'),
    ...figures(part),
  ]);
  const left = partsLeftOut === 0 ? '' : ` ${partsLeftOut} more, none with more scans, are not shown.`;
  return [
    element(
      'article',
      { class: 'card is-wide' },
      element('h2', {}, TITLE),
      table(TITLE, ['', 'scans', 'inspected', `Pd ${first}`, `Pd ${second}`, `Pfa ${first}`, `Pfa ${second}`], rows),
      element(
        'p',
        { class: 'fine-print' },
        `With 95 % intervals. Looking at many parts, one in twenty differs by chance.${left}`,
      ),
    ),
  ];
}

function figures({ corrected }: ComparedPart): readonly string[] {
  if (corrected.state !== 'estimated') return ['none at random', '–', '–', '–', '–'];
  const { first, second, standing } = corrected;
  const text = ({ value, bounds }: typeof first.pd) => intervalText(value, bounds);
  return [
    `${standing.scans.toLocaleString('en')}, ${standing.threats} ${standing.threats === 1 ? 'threat' : 'threats'}`,
    text(first.pd),
    text(second.pd),
    text(first.pfa),
    text(second.pfa),
  ];
}
