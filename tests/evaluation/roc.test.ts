import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rocCurve, ruleWithin } from '../../src/evaluation/roc.ts';
import { tallyOf } from '../../src/evaluation/tally.ts';
import oracles from '../fixtures/oracles/scores.json' with { type: 'json' };
import { ranked, tiedScores } from './score-sets.ts';

describe('rocCurve', () => {
  it.each(oracles.sets)('has the very points of scikit-learn ($auroc)', ({ threats, benigns, roc }) => {
    const curve = rocCurve(ranked(threats, benigns));
    expect(curve).not.toBeNull();
    expect([...(curve?.pfa ?? [])]).toEqual(roc.pfa);
    expect([...(curve?.pd ?? [])]).toEqual(roc.pd);
    expect([...(curve?.thresholds ?? [])]).toEqual([Number.POSITIVE_INFINITY, ...roc.thresholdsAfterFirst]);
  });

  it('is mirrored at the diagonal when threats and benign scans change places and scores turn round', () => {
    fc.assert(
      fc.property(tiedScores(), tiedScores(), (threats, benigns) => {
        const curve = rocCurve(ranked(threats, benigns));
        const turned = (scores: readonly number[]) => scores.map((score) => -score);
        const mirrored = rocCurve(ranked(turned(benigns), turned(threats)));
        const ends = (rates?: Float64Array) => [...(rates ?? [])].map((rate) => (1 - rate).toFixed(12)).toReversed();
        const plain = (rates?: Float64Array) => [...(rates ?? [])].map((rate) => rate.toFixed(12));
        expect(plain(mirrored?.pd)).toEqual(ends(curve?.pfa));
        expect(plain(mirrored?.pfa)).toEqual(ends(curve?.pd));
      }),
    );
  });

  it('is null where a kind is missing', () => {
    expect(rocCurve(ranked([], [0.1]))).toBeNull();
    expect(rocCurve(ranked([0.1], []))).toBeNull();
  });
});

describe('ruleWithin', () => {
  it('finds the most threats that the false alarms allow, as a search over all thresholds does', () => {
    fc.assert(
      fc.property(tiedScores(), tiedScores(), fc.integer({ min: 0, max: 100 }), (threats, benigns, percent) => {
        const alarms = (scores: readonly number[], threshold: number) => scores.filter((s) => s >= threshold).length;
        const best = [...threats, ...benigns]
          .filter((threshold) => 100 * alarms(benigns, threshold) <= percent * benigns.length)
          .reduce((most, threshold) => Math.max(most, alarms(threats, threshold)), 0);
        expect(ruleWithin(tallyOf(ranked(threats, benigns)), percent / 100).hits).toBe(best);
      }),
    );
  });

  it('allows the false alarms that a limit means, though their product is rounded down', () => {
    // 0.29 × 100 is 28.999999999999996.
    const benigns = Array.from({ length: 100 }, (_, i) => i / 100);
    expect(ruleWithin(tallyOf(ranked([0.71], benigns)), 0.29)).toMatchObject({ hits: 1, falseAlarms: 29 });
  });
});
