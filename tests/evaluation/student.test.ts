import { expect, it } from 'vitest';
import { studentQuantile } from '../../src/evaluation/student.ts';

// R: qt(0.975, c(1, 2, 3, 4, 5, 9, 30)).
it.each([
  [1, 12.706204736],
  [2, 4.30265273],
  [3, 3.182446305],
  [4, 2.776445105],
  [5, 2.570581836],
  [9, 2.262157163],
  [30, 2.042272456],
])('with %d degrees of freedom is %d, as R says', (degrees, quantile) => {
  expect(studentQuantile(degrees)).toBeCloseTo(quantile, 8);
});
