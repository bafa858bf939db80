import type { CorrectedShare } from '../../domain/comparison/inspected-comparison.ts';
import type { ComparedPart, LiveComparison } from '../../domain/comparison/live-comparison.ts';
import { ofThemThreats } from '../../domain/comparison/of-them-threats.ts';
import type { Rate } from '../../domain/comparison/rate.ts';
import { element } from '../element.ts';
import { shortNames } from '../short-names.ts';
import { type IntervalRow, intervalFigure } from './interval-figure.ts';
import { roundEnd } from './interval-text.ts';

/** Pd, Pfa and their differences: corrected ones solid, those over inspected scans alone dashed and called biased. */
export function qualityCards(comparison: LiveComparison): readonly HTMLElement[] {
  const pd = rateRows(comparison, 'pd', ({ rates }) => rates.threats?.alarm ?? null);
  const pfa = rateRows(comparison, 'pfa', ({ rates }) => rates.benigns?.alarm ?? null);
  return [
    card('Pd: threats that are alarmed on', pd, [0, 1]),
    card('Pfa: benign scans that are alarmed on', pfa, [0, roundEnd(pfa.flatMap(({ bounds }) => bounds))]),
    ...differenceCard(comparison),
  ];
}

function rateRows(
  comparison: LiveComparison,
  rate: 'pd' | 'pfa',
  biasedOf: (inspected: ComparedPart['uncorrected']['first']) => Rate | null,
): readonly IntervalRow[] {
  const { corrected, uncorrected } = comparison;
  const names = shortNames(comparison.technologies);
  const rows: IntervalRow[] = [];
  for (const [i, series] of (['first', 'second'] as const).entries()) {
    const label = names[i] ?? '';
    if (corrected.state === 'estimated') {
      rows.push({ label, note: 'corrected', series, isBiased: false, ...corrected[series][rate] });
    }
  }
  for (const [i, series] of (['first', 'second'] as const).entries()) {
    const biased = biasedOf(uncorrected[series]);
    if (biased === null) continue;
    const note = `biased: ${biased.count.toLocaleString('en')} of ${biased.n.toLocaleString('en')} inspected`;
    rows.push({ label: names[i] ?? '', note, series, isBiased: true, value: biased.rate, bounds: biased.bounds });
  }
  return rows;
}

function differenceCard(comparison: LiveComparison): readonly HTMLElement[] {
  const { corrected } = comparison;
  if (corrected.state !== 'estimated') return [];
  const [first, second] = shortNames(comparison.technologies);
  const row = (label: string, share: CorrectedShare): IntervalRow => ({
    label,
    note: `${first} less ${second}`,
    series: 'difference',
    isBiased: false,
    ...share,
  });
  const rows = [row('Pd', corrected.pdDifference), row('Pfa', corrected.pfaDifference)];
  const end = roundEnd(rows.flatMap(({ bounds }) => bounds));
  const { scans, threats } = corrected.standing;
  const basis = `Corrected figures rest on ${scans.toLocaleString('en')} inspections that stand for others, ${ofThemThreats(threats)}.`;
  return [card('Differences, corrected', rows, [-end, end], basis)];
}

function card(
  title: string,
  rows: readonly IntervalRow[],
  scale: readonly [number, number],
  note = 'Bars are 95 % intervals.',
): HTMLElement {
  const body = rows.length === 0 ? element('p', { class: 'quiet' }, 'No inspected scan.') : intervalFigure(rows, scale);
  return element(
    'article',
    { class: 'card is-wide' },
    element('h2', {}, title),
    body,
    element('p', { class: 'fine-print' }, note),
  );
}
