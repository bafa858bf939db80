import { describe, expect, it } from 'vitest';
import { twoRunRatio } from '../../src/performance/two-run-ratio.ts';

describe('twoRunRatio', () => {
  it('is Welch’s test on logarithms, as scipy.stats.ttest_ind has it but for whole degrees of freedom', () => {
    const found = twoRunRatio([10, 11, 12, 10.5, 11.5, 12.5], [13, 12, 14, 13.5, 12.2, 15, 14]);
    if (found.state === 'too-few-rounds') throw new Error('six rounds are enough');
    expect(found.ratio).toBeCloseTo(1.19003, 5);
    // With 10.53 degrees SciPy has 0.00308; 10 degrees make it larger, never smaller.
    expect(found.pValue).toBeGreaterThan(0.00308);
    expect(found.pValue).toBeLessThan(0.0035);
    expect(found.rounds).toEqual([6, 7]);
  });

  it('names a run that is slower by exactly 20 % in every round, and one that is the same, as surely as a clock can', () => {
    const rounds = Array.from({ length: 6 }, () => 50);
    const slower = twoRunRatio(
      rounds,
      rounds.map((ms) => 1.2 * ms),
    );
    const same = twoRunRatio(rounds, rounds);
    if (slower.state === 'too-few-rounds' || same.state === 'too-few-rounds') throw new Error('six rounds are enough');
    expect(slower.ratio).toBeCloseTo(1.2, 12);
    expect(slower.pValue).toBeLessThan(1e-9);
    expect(same).toMatchObject({ ratio: 1, pValue: 1 });
    // A microsecond of 50 ms, rounded, and Student's 97.5 % of ten degrees: 2.23 × √(2 / 12 / 6) of 2e-5.
    for (const { ratio, bounds } of [slower, same]) {
      expect(bounds[0] / ratio).toBeCloseTo(1 - 7.2e-6, 5);
      expect(bounds[1] / ratio).toBeCloseTo(1 + 7.2e-6, 5);
      expect(bounds[0]).toBeLessThan(bounds[1]);
    }
  });

  it('states no ratio of too few rounds', () => {
    expect(twoRunRatio([1, 2, 3, 4, 5, 6], [1, 2, 3])).toEqual({ state: 'too-few-rounds', rounds: [6, 3], needed: 6 });
  });
});
