import type { KolmogorovSmirnov } from '../../domain/comparison/drift.ts';
import type { ScoreSummary } from '../../domain/technology/score-summary.ts';
import { total } from '../tally.ts';
import { countAtOrBelow } from './summarise-scores.ts';

/**
 * The two-sample Kolmogorov–Smirnov test of ascending scores, at least one, against a summary. It looks at the scores that
 * the summary keeps and just below each, where of the reference all but one score of it may lie: exact where that keeps
 * every score and none is tied, else short of the full distance by one of its steps at most, so that it never warns where
 * the full test would not.
 *
 * The p-value is Kolmogorov's limit with the correction of Stephens (1970), doi:10.1111/j.2517-6161.1970.tb00821.x, within
 * a tenth of the exact one for dozens of scores; tied scores make it too large.
 */
export function kolmogorovSmirnov(
  sorted: readonly number[],
  { scores, countsAtOrBelow }: ScoreSummary,
): KolmogorovSmirnov {
  const n = sorted.length;
  const reference = countsAtOrBelow.at(-1) ?? 0;
  const smallest = scores[0] ?? 0;
  // Below its smallest score the summary has none, and there may be some now.
  const shareBelow = sorted.filter((score) => score < smallest).length / n;
  const atOrBelow = countAtOrBelow(sorted, scores);
  const below = countBelow(sorted, scores);
  const distance = scores.reduce((largest, _, i) => {
    const then = countsAtOrBelow[i] ?? 0;
    const at = Math.abs((atOrBelow[i] ?? 0) / n - then / reference);
    const before = (below[i] ?? 0) / n - (then - 1) / reference;
    return Math.max(largest, at, before);
  }, shareBelow);
  const root = Math.sqrt((n * reference) / (n + reference));
  return { distance, pValue: kolmogorovTail((root + 0.12 + 0.11 / root) * distance) };
}

/** How many of ascending scores are below each of ascending values. */
function countBelow(sorted: readonly number[], values: readonly number[]): readonly number[] {
  let place = 0;
  return values.map((value) => {
    while ((sorted[place] ?? Number.POSITIVE_INFINITY) < value) place++;
    return place;
  });
}

/** P(K > x) of Kolmogorov's distribution (1933), by its alternating series. */
export function kolmogorovTail(x: number): number {
  // Near 0 the series converges slowly, and the tail is 1 to twelve digits.
  if (x < 0.2) return 1;
  const terms = Float64Array.from(
    { length: 100 },
    (_, i) => (i % 2 === 0 ? 2 : -2) * Math.exp(-2 * ((i + 1) * x) ** 2),
  );
  return Math.min(1, Math.max(0, total(terms)));
}
