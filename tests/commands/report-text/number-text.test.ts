import { expect, it } from 'vitest';
import { msText, percent, pointsText, rangeText, signedText } from '../../../src/commands/report-text/number-text.ts';

it('writes a difference in points with its sign, and none where it rounds to nothing', () => {
  expect([0.125, -0.05, 0.0004, -0.0004, 0].map(signedText)).toEqual(['+0.125', '−0.050', '0.000', '0.000', '0.000']);
  expect([0.1234, -0.05, 0.0004, -0.0004, 0].map(pointsText)).toEqual(['+12.3', '−5.0', '0.0', '0.0', '0.0']);
});

it('has two decimals of a share below 1 %, and says the unit of a range once', () => {
  expect([0, 0.0042, 0.01, 0.95].map(percent)).toEqual(['0.0 %', '0.42 %', '1.0 %', '95.0 %']);
  expect(rangeText([0.887, 0.984], percent)).toBe('88.7 to 98.4');
});

it.each([
  [0, '0.0 ms'],
  [0.001, '0.001 ms'],
  [0.0499, '0.05 ms'],
  [0.05, '0.1 ms'],
  [12.34, '12.3 ms'],
  [123.4, '123 ms'],
])('writes %f ms as %s, never as 0 where it takes time', (ms, text) => {
  expect(msText(ms)).toBe(text);
});
