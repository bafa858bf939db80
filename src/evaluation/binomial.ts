/**
 * P(X ≤ count) of a binomial distribution, 0 < p < 1. The terms are kept relative to the largest one so far, in
 * logarithms, so that none underflows where the sum itself does not.
 */
export function binomialCdf(count: number, n: number, p: number): number {
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
