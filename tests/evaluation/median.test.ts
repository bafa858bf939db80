import { expect, it } from 'vitest';
import { medianOf } from '../../src/evaluation/median.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);

// Ranks as in the tables for the sign test, e.g. Conover (1999), table A3: the largest k with P(X < k) ≤ 0.025.
it.each([
  [6, 3.5, [1, 6]],
  [9, 5, [2, 8]],
  [20, 10.5, [6, 15]],
  [21, 11, [6, 16]],
  [100, 50.5, [40, 61]],
])('bounds the median of %i values by the order statistics of the tables', (n, median, bounds) => {
  expect(medianOf(upTo(n))).toEqual({ median, bounds, n });
});

it('gives no bounds that it cannot hold', () => {
  expect(() => medianOf(upTo(5))).toThrow(RangeError);
});
