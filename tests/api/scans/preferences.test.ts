import { expect, it } from 'vitest';
import { prefersAsync } from '../../../src/api/scans/prefer-async.ts';
import { waitSecondsIn } from '../../../src/api/scans/prefer-wait.ts';
import { preferencesIn } from '../../../src/api/scans/preferences.ts';

it.each([
  ['foo="a, wait=0, b"', ['foo="a, wait=0, b"']],
  [String.raw`foo="a\", wait=0", wait=2`, [String.raw`foo="a\", wait=0"`, ' wait=2']],
  ['foo="a, wait=0', ['foo="a, wait=0']],
  [
    ['wait=1', 'respond-async; x="a,b", c'],
    ['wait=1', 'respond-async; x="a,b"', ' c'],
  ],
  [undefined, []],
])('separates the preferences of %j at the commas outside of quoted texts', (header, preferences) => {
  expect(preferencesIn(header)).toEqual(preferences);
});

it('finds none inside a quoted text', () => {
  expect(waitSecondsIn('foo="a, wait=0, b"')).toBeNull();
  expect(prefersAsync('foo="a, respond-async, b"')).toBe(false);
  expect(prefersAsync('foo="a", respond-async')).toBe(true);
});
