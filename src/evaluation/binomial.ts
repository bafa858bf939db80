/**
 * P(X ≤ count) of a binomial distribution, 0 < p < 1, to some twelve digits of the smaller tail. It sums from the count
 * outwards, where terms fall, so that it takes some √n of them at most.
 */
export function binomialCdf(count: number, n: number, p: number): number {
  if (count >= n) return 1;
  const odds = p / (1 - p);
  if (count < n * p) {
    let term = binomialChance(count, n, p);
    let sum = 0;
    for (let k = count; sum + term !== sum; k--) {
      sum += term;
      term *= k / ((n - k + 1) * odds);
    }
    return Math.min(1, sum);
  }
  let term = binomialChance(count + 1, n, p);
  let sum = 0;
  for (let k = count + 1; sum + term !== sum; k++) {
    sum += term;
    term *= ((n - k) * odds) / (k + 1);
  }
  return Math.max(0, 1 - sum);
}

/**
 * P(X = count), 0 < p < 1. Products of large and small numbers would overflow, and differences of large logarithms lose digits;
 * Loader's saddle-point form has neither: C. Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
export function binomialChance(count: number, n: number, p: number): number {
  if (count === 0) return Math.exp(n * Math.log1p(-p));
  if (count === n) return Math.exp(n * Math.log(p));
  const others = n - count;
  const errors = stirlingError(n) - stirlingError(count) - stirlingError(others);
  const deviances = deviance(count, n * p) + deviance(others, n * (1 - p));
  return Math.exp(errors - deviances) * Math.sqrt(n / (2 * Math.PI * count * others));
}

/** Below it the factorial itself is exact enough, from it on four terms of the series are. */
const SERIES_START = 16;

/** ln n! less Stirling's approximation, ½ ln(2πn) + n ln n − n. */
function stirlingError(n: number): number {
  if (n < SERIES_START) {
    let factorial = 1;
    for (let k = 2; k <= n; k++) factorial *= k;
    return Math.log(factorial) - (n + 0.5) * Math.log(n) + n - Math.log(2 * Math.PI) / 2;
  }
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / n;
}

/** x ln(x / mean) + mean − x, by a series where the two are close and the difference would lose digits. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let k = 3; ; k += 2) {
    power *= v * v;
    const next = sum + power / k;
    if (next === sum) return sum;
    sum = next;
  }
}
