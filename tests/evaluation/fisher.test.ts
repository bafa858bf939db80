import { expect, it } from 'vitest';
import { fisherPValue } from '../../src/evaluation/fisher.ts';

/** By `scipy.stats.fisher_exact` of SciPy 1.17. */
it.each([
  [1, 10, 8, 10, 0.005477494641581329],
  [2, 600, 9, 600, 0.0642222241329575],
  [0, 20, 0, 30, 1],
  [300, 1000, 350, 1000, 0.019284321614513614],
  [5, 5, 0, 5, 0.007936507936507938],
] as const)('tests %i of %i against %i of %i as SciPy does', (a, n, b, m, p) => {
  expect(fisherPValue({ count: a, n }, { count: b, n: m })).toBeCloseTo(p, 10);
  expect(fisherPValue({ count: b, n: m }, { count: a, n })).toBeCloseTo(p, 10);
});

it('says nothing where one has no scan, and underflows to nothing that is not a number', () => {
  expect(fisherPValue({ count: 0, n: 0 }, { count: 3, n: 4 })).toBe(1);
  expect(fisherPValue({ count: 100_000, n: 100_000 }, { count: 0, n: 100_000 })).toBe(0);
});
