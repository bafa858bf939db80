import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from '../../src/evaluation/auroc.ts';
import { aurocRangeOfBins, countInBins, rankBinned } from '../../src/evaluation/binned-scores.ts';
import { ranked } from './score-sets.ts';

const BINS = 10;

function binned(scores: readonly number[]): number[] {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const score of scores) {
    const bin = Math.min(BINS - 1, Math.floor(score * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('binned scores', () => {
  it('hold the AUROC that the scores had within the range that they state, and tie what shares a bin', () => {
    fc.assert(
      fc.property(scores, scores, (threats, benigns) => {
        const bins = { threats: binned(threats), benigns: binned(benigns) };
        const [lower, upper] = aurocRangeOfBins(bins) ?? [1, 0];
        const exact = auroc(ranked(threats, benigns))?.value ?? -1;
        expect(exact).toBeGreaterThanOrEqual(lower - 1e-12);
        expect(exact).toBeLessThanOrEqual(upper + 1e-12);
        expect(auroc(rankBinned(bins))?.value).toBeCloseTo((lower + upper) / 2, 12);
      }),
    );
  });

  it('hold a score at an edge in the bin above it, and one just below in the bin below', () => {
    const edges = Array.from({ length: 199 }, (_, below) => (below + 1) / 200);
    const counts = countInBins([0, ...edges, 1], 200);
    expect(counts).toEqual([...Array.from({ length: 199 }, () => 1), 2]);
    const justBelow = edges.map((edge) => edge * (1 - Number.EPSILON));
    expect(countInBins([...justBelow, 1], 200)).toEqual(Array.from({ length: 200 }, () => 1));
  });

  it('count at an edge what the scores counted there', () => {
    const { values, threatLevels } = rankBinned({
      threats: binned([0.05, 0.31, 0.38, 0.99, 1]),
      benigns: binned([0.3]),
    });
    const threshold = 3 / BINS;
    const alarms = [...threatLevels].filter((level) => (values[level] ?? 0) >= threshold).length;
    expect(alarms).toBe(4);
  });

  it('have no AUROC without a threat or a benign scan', () => {
    expect(aurocRangeOfBins({ threats: binned([]), benigns: binned([0.3]) })).toBeNull();
  });
});
