import { expect, it } from 'vitest';
import { waitSecondsIn } from '../../../src/api/scans/prefer-wait.ts';

it.each([
  ['wait=10', 10],
  ['respond-async, wait=5', 5],
  ['WAIT = "7"', 7],
  ['wait=3; foo=bar, respond-async', 3],
  ['wait=1, wait=2', 1],
  ['wait=0', 0],
  ['wait=86400', 600],
  ['wait=abc', null],
  ['wait=-1', null],
  ['wait=1.5', null],
  ['wait', null],
  ['await=5', null],
  ['respond-async', null],
  ['', null],
])('reads "%s" as %s seconds', (header, seconds) => {
  expect(waitSecondsIn(header)).toBe(seconds);
});
