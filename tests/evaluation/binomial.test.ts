import { expect, it } from 'vitest';
import { binomialCdf } from '../../src/evaluation/binomial.ts';

/** Count, n, p, P(X ≤ count); made with SciPy 1.17.1: print(f'[{k}, {n}, {p:g}, {binom.cdf(k, n, p):.13g}],') */
const SCIPY = [
  [0, 5, 0.3, 0.16807],
  [4, 5, 0.3, 0.99757],
  [3, 12, 0.5, 0.072998046875],
  [12, 12, 0.5, 1],
  [15, 31, 0.4, 0.8716182723048],
  [16, 40, 0.9, 1.253113955614e-14],
  [5000, 100000, 0.051, 0.07599970397031],
  [90000, 100000, 0.9, 0.5015419129007],
  [99998, 100000, 0.99999, 0.2642411176524],
  [50, 1000000, 0.0001, 2.398536074752e-8],
  [420, 1000, 0.5, 2.348554631632e-7],
  [260, 1000, 0.5, 3.098408018934e-54],
] as const;

it.each(SCIPY)('agrees with SciPy on P(X ≤ %i) of %i at %d, small tails included', (count, n, p, expected) => {
  expect(Math.abs(binomialCdf(count, n, p) / expected - 1)).toBeLessThan(2e-12);
});

it('adds up to 1 with the other tail', () => {
  for (const [count, n, p] of SCIPY) {
    if (count < n) expect(binomialCdf(count, n, p) + binomialCdf(n - count - 1, n, 1 - p)).toBeCloseTo(1, 12);
  }
});
