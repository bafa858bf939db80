import { expect, it } from 'vitest';
import { retryAfterMs } from '../../src/webhooks/retry-after.ts';

const NOW = Date.parse('2026-03-01T08:00:00Z');

it.each([
  ['120', 120_000],
  [' 1 ', 1000],
  ['Sun, 01 Mar 2026 08:01:30 GMT', 90_000],
  ['99999999999999999999', 6 * 3_600_000],
  ['Mon, 01 Mar 2027 08:00:00 GMT', 6 * 3_600_000],
  ['0', null],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['2027-03-01', null],
  ['Sun, 01 Mar 2026 07:00:00 GMT', null],
  ['', null],
  [null, null],
])('reads Retry-After %j', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});
