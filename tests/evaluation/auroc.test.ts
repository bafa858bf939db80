import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc, aurocOfTally, delongBounds } from '../../src/evaluation/auroc.ts';
import { normalTail } from '../../src/evaluation/normal.ts';
import { seededUnit } from '../../src/evaluation/seeded-unit.ts';
import { tallyOf } from '../../src/evaluation/tally.ts';
import proc from '../fixtures/oracles/proc.json' with { type: 'json' };
import oracles from '../fixtures/oracles/scores.json' with { type: 'json' };
import { ranked, tiedScores } from './score-sets.ts';

function normalDraws(): () => number {
  const unit = seededUnit(1);
  return () => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit());
}

describe('auroc', () => {
  it.each(Object.entries(proc.markers))('agrees with pROC on value, standard error and bounds of %s', (_, marker) => {
    const measured = auroc(ranked(marker.threats, marker.benigns));
    expect(measured?.value).toBeCloseTo(marker.auroc, 13);
    expect(measured?.standardError).toBeCloseTo(marker.standardError, 13);
    const [lower, upper] = delongBounds(measured?.value ?? 0, measured?.standardError ?? 0);
    expect(lower).toBeCloseTo(marker.bounds[0] ?? 0, 12);
    expect(upper).toBeCloseTo(marker.bounds[1] ?? 0, 12);
    expect(measured?.bounds[0]).toBeLessThanOrEqual(lower);
    expect(measured?.bounds[1]).toBeGreaterThanOrEqual(upper);
  });

  it.each(Object.entries(proc.markers))(
    'has the bounds of pROC alone where scans are many, as %s of ten copies',
    (_, marker) => {
      const tenfold = (scores: readonly number[]) => Array.from({ length: 10 }, () => scores).flat();
      const measured = auroc(ranked(tenfold(marker.threats), tenfold(marker.benigns)));
      expect(measured?.bounds).toEqual(delongBounds(measured?.value ?? 0, measured?.standardError ?? 0));
    },
  );

  it('gives the figures that the pROC manual prints for S100B', () => {
    const { threats, benigns } = proc.markers.s100b;
    const measured = auroc(ranked(threats, benigns));
    expect(measured?.value.toFixed(4)).toBe('0.7314');
    const bounds = delongBounds(measured?.value ?? 0, measured?.standardError ?? 0);
    expect(bounds.map((end) => end.toFixed(4))).toEqual(['0.6301', '0.8326']);
  });

  it.each(oracles.sets)('agrees with scikit-learn, ties and all ($auroc)', (set) => {
    const scores = ranked(set.threats, set.benigns);
    expect(auroc(scores)?.value).toBeCloseTo(set.auroc, 13);
    expect(aurocOfTally(tallyOf(scores))).toBeCloseTo(set.auroc, 13);
  });

  it('sees only the order of the scores', () => {
    fc.assert(
      fc.property(tiedScores(), tiedScores(), (threats, benigns) => {
        const stretch = (scores: readonly number[]) => scores.map((score) => Math.exp(5 * score) - 3);
        expect(auroc(ranked(stretch(threats), stretch(benigns)))).toEqual(auroc(ranked(threats, benigns)));
      }),
    );
  });

  it('is one less itself when threats and benign scans change places, with the same standard error', () => {
    fc.assert(
      fc.property(tiedScores(2), tiedScores(2), (threats, benigns) => {
        const there = auroc(ranked(threats, benigns));
        const back = auroc(ranked(benigns, threats));
        expect(back?.value).toBeCloseTo(1 - (there?.value ?? 0), 12);
        expect(back?.standardError).toBeCloseTo(there?.standardError ?? 1, 12);
      }),
    );
  });

  it('holds its value within bounds that are numbers between 0 and 1, whatever the scores', () => {
    fc.assert(
      fc.property(tiedScores(), tiedScores(), (threats, benigns) => {
        const measured = auroc(ranked(threats, benigns));
        const [lower, upper] = measured?.bounds ?? [2, -1];
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(measured?.value).toBeGreaterThanOrEqual(lower - 1e-12);
        expect(measured?.value).toBeLessThanOrEqual(upper + 1e-12);
      }),
    );
  });

  it.each(oracles.newcombe)('keeps Newcombe’s bounds where DeLong sees no variance ($observed of $threats)', (row) => {
    // All threats above, all below, or all scores equal.
    const benigns = new Float64Array(row.benigns).fill(0.5);
    const measured = auroc(ranked(new Float64Array(row.threats).fill(row.observed), benigns));
    expect(measured?.value).toBe(row.observed);
    expect(measured?.standardError).toBe(0);
    expect(measured?.bounds[0]).toBeCloseTo(row.bounds[0] ?? 0, 10);
    expect(measured?.bounds[1]).toBeCloseTo(row.bounds[1] ?? 0, 10);
  });

  it.each([
    [3, 1, 1],
    [3, 2, 1],
    [3, 1, 2],
    [10, 2, 1],
    [10, 2, 2],
    [30, 3, 1],
  ])(
    'holds the true value with %i threats, too, %i above benign scans and %i times as spread',
    (count, above, spread) => {
      const normal = normalDraws();
      const truth = 1 - normalTail(above / Math.hypot(spread, 1));
      const draws = Array.from({ length: 1000 }, () => {
        const threats = Array.from({ length: count }, () => normal() * spread + above);
        const measured = auroc(ranked(threats, Array.from({ length: 100 }, normal)));
        const error = 1.96 * (measured?.standardError ?? 0);
        const { value = 0, bounds = [1, 0] } = measured ?? {};
        return [Math.abs(value - truth) <= error, bounds[0] <= truth && truth <= bounds[1]];
      });
      const heldBy = (which: number) => draws.filter((held) => held[which]).length / draws.length;
      expect(heldBy(0)).toBeLessThan(0.85);
      expect(heldBy(1)).toBeGreaterThan(0.89);
    },
  );

  it('has no standard error from a single threat, and no value without one', () => {
    expect(auroc(ranked([0.7], [0.1, 0.8, 0.2]))).toMatchObject({ standardError: null, threats: 1, benigns: 3 });
    expect(auroc(ranked([], [0.1]))).toBeNull();
    expect(auroc(ranked([0.1], []))).toBeNull();
    expect(aurocOfTally(tallyOf(ranked([], [])))).toBeNull();
  });
});
