import { expect, it } from 'vitest';
import { busyHostWarning } from '../../../src/commands/bench/host-load.ts';

it('tells the work of others from its own', () => {
  const before = { busyMs: 1_000, allMs: 10_000 };
  const after = { busyMs: 5_000, allMs: 18_000 };
  expect(busyHostWarning(before, after, 3_600)).toBeNull();
  expect(busyHostWarning(before, after, 2_000)).toContain('25 %');
  // Clocks of the machine that stand still say nothing.
  expect(busyHostWarning(before, before, 0)).toBeNull();
});
