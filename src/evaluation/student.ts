import { solveIncreasing } from './solve-increasing.ts';

/**
 * P(|T| ≤ t) of Student's t distribution with a whole number of degrees of freedom, for t ≥ 0: the finite series 26.7.3
 * and 26.7.4 of Abramowitz and Stegun (1964).
 */
function centralShare(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosineSquared = Math.cos(angle) ** 2;
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < degrees; k += 2) {
    term *= ((k - 1) / k) * cosineSquared;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** P(|T| > t) of Student's distribution: the two-sided p-value of a mean t standard errors from 0. */
export function studentTails(t: number, degrees: number): number {
  return Number.isFinite(t) ? Math.max(0, 1 - centralShare(Math.abs(t), degrees)) : 0;
}

/** The t that 97.5 % of Student's distribution lie below; it is larger than the normal 1.96 where degrees are few. */
export function studentQuantile(degrees: number): number {
  // No quantile of one degree or more lies beyond 13; x / (1 − x) brings all of them between 0 and 1.
  const x = solveIncreasing((share) => centralShare(share / (1 - share), degrees), 0.95);
  return x / (1 - x);
}
