import { expect, it } from 'vitest';
import { unbroken } from '../../../src/domain/language/unbroken.ts';

it.each([
  ['at 95 % by 1 % to 3 %.', 'at 95~% by 1~% to 3~%.'],
  ['2 h 5 min, 1262 × 358 px, 16 bit', '2~h 5~min, 1262 × 358~px, 16~bit'],
  ['12.5 kg (3 ms)', '12.5~kg (3~ms)'],
  ['3 scans of 4 minutes, 5 s1, step 2 more', '3 scans of 4 minutes, 5 s1, step 2 more'],
  ['a % of b', 'a % of b'],
])('no line ends between a number and its unit: %s', (text, kept) => {
  expect(unbroken(text)).toBe(kept.replaceAll('~', '\u00a0'));
});
