import { expect, it } from 'vitest';
import { busyHostWarning, othersShare } from '../../../src/commands/bench/host-load.ts';

it('tells the work of others from its own, and warns where it is more than a tenth', () => {
  const before = { busyMs: 1_000, allMs: 10_000 };
  const after = { busyMs: 5_000, allMs: 18_000 };
  expect(othersShare(before, after, 3_600)).toBeCloseTo(0.05, 12);
  expect(busyHostWarning(0.05)).toBeNull();
  expect(busyHostWarning(othersShare(before, after, 2_000))).toContain('25 %');
  // Clocks of the machine that stand still say nothing.
  expect(othersShare(before, before, 0)).toBe(0);
});
