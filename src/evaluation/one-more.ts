import type { seededUnit } from './seeded-unit.ts';

/** How much each of the scans seen may count, and last one that was not seen; together as much as the seen ones. */
export type SharesWithOneMore = Float64Array;

/**
 * Draws shares for `seen` scans of a kind and for one more that nobody saw, uniform over all ways to share (Rubin's
 * Bayesian bootstrap, 1981, doi:10.1214/aos/1176345338). A statistic in which the one more is the worst that could
 * come, then the best, has bounds that stay open where all scans seen are alike and the bootstrap claims certainty.
 * The array is written over by the next draw.
 */
export function oneMore(seen: number, unit: ReturnType<typeof seededUnit>): () => SharesWithOneMore {
  const shares = new Float64Array(seen + 1);
  return () => {
    let sum = 0;
    for (let i = 0; i < shares.length; i++) {
      const share = -Math.log(unit());
      shares[i] = share;
      sum += share;
    }
    for (let i = 0; i < shares.length; i++) shares[i] = ((shares[i] ?? 0) * seen) / sum;
    return shares;
  };
}
