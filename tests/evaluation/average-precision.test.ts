import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../src/evaluation/average-precision.ts';
import { tallyOf } from '../../src/evaluation/tally.ts';
import oracles from '../fixtures/oracles/scores.json' with { type: 'json' };
import { ranked, tiedScores } from './score-sets.ts';

const measure = (threats: readonly number[], benigns: readonly number[]) =>
  averagePrecision(tallyOf(ranked(threats, benigns)));

describe('averagePrecision', () => {
  it.each(oracles.sets)('agrees with scikit-learn ($averagePrecision)', (set) => {
    expect(measure(set.threats, set.benigns)).toBeCloseTo(set.averagePrecision, 13);
  });

  it('is the share of threats where all scores are equal', () => {
    expect(measure([0.5, 0.5], [0.5, 0.5, 0.5])).toBeCloseTo(2 / 5, 15);
  });

  it('is nothing without threats, and without benign scans, where any ranking would be a perfect one', () => {
    expect(measure([], [0.5])).toBeNull();
    expect(measure([0.2, 0.4], [])).toBeNull();
  });

  it('never falls when a benign scan is left out', () => {
    fc.assert(
      fc.property(tiedScores(), tiedScores(), (threats, benigns) => {
        const fewer = measure(threats, benigns.slice(1)) ?? 1;
        expect(fewer).toBeGreaterThanOrEqual((measure(threats, benigns) ?? 1) - 1e-12);
      }),
    );
  });
});
