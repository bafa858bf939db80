import { binomialCdf } from './binomial.ts';
import { NORMAL_QUANTILE } from './normal.ts';
import { solveIncreasing } from './solve-increasing.ts';

/** Lower and upper end of an interval, both 0…1. */
export type Bounds = readonly [lower: number, upper: number];

/** Each side of a 95 % interval leaves this much out. */
const TAIL = 0.025;

/**
 * Exact 95 % bounds of a probability after `count` events in `n` trials: every value inside could have given a count
 * as extreme as this with a chance above 2.5 %. Never too narrow, for any n. Zero of n gives an upper end near 3.7 / n.
 *
 * Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404. Throws a RangeError unless 0 ≤ count ≤ n, whole, n ≥ 1.
 */
export function exactBounds(count: number, n: number): Bounds {
  checkCounts(count, n);
  const lower = count === 0 ? 0 : solveIncreasing((p) => 1 - binomialCdf(count - 1, n, p), TAIL);
  const upper = count === n ? 1 : solveIncreasing((p) => 1 - binomialCdf(count, n, p), 1 - TAIL);
  return [lower, upper];
}

/**
 * 95 % score bounds of a probability after `count` events in `n` trials: narrower than the exact ones and right on
 * average, for pictures and for large n.
 *
 * Wilson (1927), doi:10.1080/01621459.1927.10502953. Throws a RangeError unless 0 ≤ count ≤ n, whole, n ≥ 1.
 */
export function wilsonBounds(count: number, n: number): Bounds {
  checkCounts(count, n);
  const zSquared = NORMAL_QUANTILE ** 2;
  const rate = count / n;
  const centre = (rate + zSquared / (2 * n)) / (1 + zSquared / n);
  const halfWidth =
    (NORMAL_QUANTILE / (1 + zSquared / n)) * Math.sqrt((rate * (1 - rate)) / n + zSquared / (4 * n * n));
  // At the ends the formula gives 0 and 1 but for rounding.
  return [count === 0 ? 0 : centre - halfWidth, count === n ? 1 : centre + halfWidth];
}

function checkCounts(count: number, n: number): void {
  if (!Number.isInteger(count) || !Number.isInteger(n) || n < 1 || count < 0 || count > n) {
    throw new RangeError(`no rate comes from ${count} of ${n}`);
  }
}
