/** Lower and upper end of an interval, both 0…1. */
export type Bounds = readonly [lower: number, upper: number];

/** Each side of a 95 % interval leaves this much out. */
const TAIL = 0.025;

/** The 0.975 quantile of the standard normal distribution. */
const NORMAL_QUANTILE = 1.959963984540054;

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

/**
 * P(X ≤ count) of a binomial distribution, 0 < p < 1. The terms are kept relative to the largest one so far, in
 * logarithms, so that none underflows where the sum itself does not.
 */
function binomialCdf(count: number, n: number, p: number): number {
  const logOdds = Math.log(p) - Math.log1p(-p);
  let logTerm = n * Math.log1p(-p);
  let largest = logTerm;
  let sum = 1;
  for (let k = 1; k <= count; k++) {
    logTerm += Math.log(n - k + 1) - Math.log(k) + logOdds;
    if (logTerm > largest) {
      sum = sum * Math.exp(largest - logTerm) + 1;
      largest = logTerm;
    } else {
      sum += Math.exp(logTerm - largest);
    }
  }
  return Math.min(1, sum * Math.exp(largest));
}

// Bisection to the last bit: some 60 steps, and nothing to tune.
function solveIncreasing(f: (p: number) => number, target: number): number {
  let below = 0;
  let above = 1;
  for (;;) {
    const middle = (below + above) / 2;
    if (middle <= below || middle >= above) return middle;
    if (f(middle) < target) below = middle;
    else above = middle;
  }
}
