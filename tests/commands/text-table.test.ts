import { expect, it } from 'vitest';
import { textTable } from '../../src/commands/text-table.ts';

it('lays cells under their heads, as wide as the widest', () => {
  expect(
    textTable(
      ['scan', 'ms'],
      [
        ['a', '1'],
        ['longer', '12'],
      ],
    ),
  ).toBe(['scan    ms', '──────  ──', 'a       1', 'longer  12'].join('\n'));
});
