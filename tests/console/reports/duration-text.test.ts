import { expect, it } from 'vitest';
import { durationText } from '../../../src/console/reports/duration-text.ts';

it.each([
  [300, 'less than a second'],
  [999, '1 s'],
  [59_499, '59 s'],
  [59_500, '1 min'],
  [116_000, '1 min 56 s'],
  [3_600_000, '1 h'],
  [7_505_000, '2 h 5 min'],
])('%i ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
