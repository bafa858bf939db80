import { describe, expect, it } from 'vitest';
import { driftLevel } from '../../../src/console/comparison/drift-level.ts';
import type { Drift } from '../../../src/domain/comparison/drift.ts';

const STEADY: Drift = {
  level: 'steady',
  stabilityIndex: { value: 0.02, chanceLimit: 0.05, classes: 10 },
  kolmogorovSmirnov: { distance: 0.03, pValue: 0.4 },
  scores: 400,
  calibrationScores: 1200,
};

describe('driftLevel', () => {
  it('says steady where scores are, and what is measured where they are not', () => {
    expect(driftLevel(STEADY)).toBe('steady');
    expect(driftLevel({ ...STEADY, level: 'watch' })).toBe('watch');
    expect(driftLevel({ ...STEADY, level: 'shifted' })).toBe('shifted');
  });

  it('does not say steady of so few scores that chance takes them as far as a drift', () => {
    const far: Drift = { ...STEADY, stabilityIndex: { value: 0.635, chanceLimit: 6, classes: 10 }, scores: 4 };
    expect(driftLevel(far)).toBe('too few to tell');
    const distant: Drift = { ...STEADY, kolmogorovSmirnov: { distance: 0.49, pValue: 0.2 }, scores: 4 };
    expect(driftLevel(distant)).toBe('too few to tell');
  });
});
