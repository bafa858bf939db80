import { expect, it } from 'vitest';
import { sharedBenignWarning } from '../../../src/commands/evaluation/shared-benign-warning.ts';

function scans(...benigns: readonly (string | null)[]) {
  return benigns.map((projectedInto) => ({ projectedInto }));
}

it('warns of nothing where each threat has a scan of its own, or was not projected', () => {
  expect(sharedBenignWarning(scans(null, null, 'a', 'b'))).toEqual([]);
  expect(sharedBenignWarning([])).toEqual([]);
});

it('says how many threats share how few benign scans, and what that does to the bounds', () => {
  expect(sharedBenignWarning(scans('a', null, 'b', 'a', 'b', 'b'))).toEqual([
    expect.stringMatching(/^5 threats were projected into 2 benign scans: .* narrower .* as many as there are threats/),
  ]);
  expect(sharedBenignWarning(scans('a', 'a'))[0]).toContain('into one benign scan:');
});
