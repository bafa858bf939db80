import { solveIncreasing } from './solve-increasing.ts';

/** The 0.975 quantile of the standard normal distribution: this many standard errors to each side hold 95 %. */
export const NORMAL_QUANTILE = 1.959963984540054;

/** Below it the series converges faster, above it the continued fraction. */
const SERIES_END = 2.5;

/**
 * P(Z > z) of the standard normal distribution, for z ≥ 0 to 13 significant digits as far as it does not underflow.
 *
 * Below 2.5 the series 26.2.11, above it the continued fraction 26.2.14 of Abramowitz and Stegun (1964), summed to the
 * last bit.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < SERIES_END) {
    let term = z;
    let sum = z;
    for (let k = 3; sum + term !== sum; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  // From the inside out; at 2.5 this depth is enough for all digits, beyond it less would do.
  for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}

/** The z with P(Z ≤ z) = p, for p strictly between 0 and 1. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  // P(Z ≤ z) reaches the smallest positive number above z = −40.
  return 40 * (solveIncreasing((x) => normalTail(40 * (1 - x)), p) - 1);
}
