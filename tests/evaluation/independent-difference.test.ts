import { expect, it } from 'vitest';
import { independentDifference } from '../../src/evaluation/independent-difference.ts';
import { wilsonBounds } from '../../src/evaluation/rate-bounds.ts';

const rate = (count: number, n: number) => ({ value: count / n, bounds: wilsonBounds(count, n) });

/** Newcombe (1998), table II, method 10. */
it.each([
  [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.6, 0.1705, 0.809],
  [10, 10, 0, 20, 1, 0.6791, 1],
] as const)('gives Newcombe’s published interval of %i / %i less %i / %i', (a, n, b, m, difference, lower, upper) => {
  const found = independentDifference(rate(a, n), rate(b, m));
  expect(found.difference).toBeCloseTo(difference, 12);
  expect(found.bounds[0]).toBeCloseTo(lower, 4);
  expect(found.bounds[1]).toBeCloseTo(upper, 4);
});
