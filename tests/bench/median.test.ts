import { expect, it } from 'vitest';
import { median } from '../../bench/median.ts';

it.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
])('is the middle value of %j', (values, expected) => {
  expect(median(values)).toBe(expected);
});

it('refuses to be the median of nothing', () => {
  expect(() => median([])).toThrow('median of no values');
});
