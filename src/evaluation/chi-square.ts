import { normalTail } from './normal.ts';

/**
 * P(X > x) of the χ² distribution with a whole number of degrees of freedom: the finite series 26.4.4 and 26.4.5 of
 * Abramowitz and Stegun (1964). 1 for x ≤ 0.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (x <= 0) return 1;
  const isOdd = degrees % 2 === 1;
  // Each term is x / k times the one before; the first is that of k = 1 or k = 0.
  let term = isOdd ? Math.sqrt((2 * x) / Math.PI) * Math.exp(-x / 2) : Math.exp(-x / 2);
  let sum = isOdd ? 2 * normalTail(Math.sqrt(x)) : 0;
  for (let k = isOdd ? 1 : 0; k < degrees; k += 2) {
    sum += term;
    term *= x / (k + 2);
  }
  return Math.min(1, sum);
}

/**
 * P(X > x) of the noncentral χ² distribution, x > 0: the central one with 2j more degrees of freedom, j drawn from a
 * Poisson distribution of mean `noncentrality` / 2 (26.4.25 of Abramowitz and Stegun 1964). The central tails come from
 * one another, in logarithms, so that neither underflows and a large noncentrality costs one pass.
 */
export function noncentralChiSquareTail(x: number, degrees: number, noncentrality: number): number {
  const mean = noncentrality / 2;
  const reach = Math.ceil(mean + 10 * Math.sqrt(mean) + 20);
  let central = chiSquareTail(x, degrees);
  let logStep = logStepAfter(x, degrees);
  let logWeight = -mean;
  let sum = 0;
  for (let j = 0; j <= reach; j++) {
    sum += Math.exp(logWeight) * central;
    logWeight += Math.log(mean) - Math.log(j + 1);
    central = Math.min(1, central + Math.exp(logStep));
    logStep += Math.log(x / 2) - Math.log(degrees / 2 + j + 1);
  }
  return Math.min(1, sum);
}

/** The logarithm of what two more degrees of freedom add to the tail: (x / 2)^(df / 2) · e^(−x / 2) / Γ(df / 2 + 1). */
function logStepAfter(x: number, degrees: number): number {
  let log = degrees % 2 === 1 ? 0.5 * Math.log((2 * x) / Math.PI) - x / 2 : -x / 2;
  for (let k = degrees % 2; k < degrees; k += 2) log += Math.log(x) - Math.log(k + 2);
  return log;
}
