import { expect, it } from 'vitest';
import { repeatedWarning } from '../../../src/commands/evaluation/repeated-warning.ts';

function scans(...keys: readonly string[]) {
  return keys.map((key, place) => ({ key, name: `set: ${place}` }));
}

it('warns of nothing where all scans differ', () => {
  expect(repeatedWarning(scans('a', 'b', 'c'))).toEqual([]);
});

it('names scans of the same pixels, and says what they do to the bounds', () => {
  const [warning] = repeatedWarning(scans('a', 'b', 'a'));
  expect(warning).toMatch(/^1 of 3 scans shows the very same pixels as another \(set: 0 = set: 2\)\. .*narrower/);
});

it('counts each copy, and the groups that it does not name', () => {
  const [warning] = repeatedWarning(scans('a', 'a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e', 'e', 'f'));
  expect(warning).toMatch(
    /^6 of 12 scans show .*\(set: 0 = set: 1 = set: 2; set: 3 = set: 4; set: 5 = set: 6; and 2 more\)/,
  );
});
