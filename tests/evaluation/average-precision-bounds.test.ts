import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../src/evaluation/average-precision.ts';
import { boundedAveragePrecision } from '../../src/evaluation/average-precision-bounds.ts';
import { bootstrap, statisticOf } from '../../src/evaluation/bootstrap.ts';
import { normalQuantile, normalTail } from '../../src/evaluation/normal.ts';
import { seededUnit } from '../../src/evaluation/seeded-unit.ts';
import oracles from '../fixtures/oracles/scores.json' with { type: 'json' };
import { ranked } from './score-sets.ts';

const separated = (threats: number, benigns: number) =>
  boundedAveragePrecision(ranked(Array(threats).fill(1), Array(benigns).fill(0)), 1);

describe('boundedAveragePrecision', () => {
  it('is the bootstrap’s where resamples differ', () => {
    const [set] = oracles.sets;
    if (set === undefined) throw new Error('the oracles are empty');
    const scores = ranked(set.threats, set.benigns);
    const sizes = { threats: set.threats.length, benigns: set.benigns.length };
    const found = bootstrap(statisticOf(scores, averagePrecision), { ...sizes, seed: 1 });
    expect(boundedAveragePrecision(scores, 1)).toEqual({ value: found?.observed, bounds: found?.bounds });
  });

  it('claims no certainty where every threat scores above every benign scan, and less the fewer there are', () => {
    const [few, more] = [separated(3, 5), separated(50, 200)];
    expect([few?.value, few?.bounds[1]]).toEqual([1, 1]);
    expect([more?.value, more?.bounds[1]]).toEqual([1, 1]);
    expect(few?.bounds[0]).toBeLessThan(0.5);
    expect(more?.bounds[0]).toBeGreaterThan(0.85);
    expect(more?.bounds[0]).toBeLessThan(0.95);
  });

  it('stays open on both sides where all scores are equal', () => {
    const found = boundedAveragePrecision(ranked([0.5, 0.5], [0.5, 0.5, 0.5]), 1);
    expect(found?.value).toBeCloseTo(0.4, 12);
    expect(found?.bounds[0]).toBeLessThan(0.4);
    expect(found?.bounds[1]).toBeGreaterThan(0.4);
  });

  it('claims no certainty from one threat or one benign scan, which every resample holds', () => {
    const many = Array.from({ length: 100 }, (_, i) => i / 100);
    const oneThreat = boundedAveragePrecision(ranked([0.495], many), 1);
    expect(oneThreat?.value).toBeCloseTo(1 / 51, 12);
    expect(oneThreat?.bounds[1]).toBeGreaterThan(0.5);
    const oneBenign = boundedAveragePrecision(ranked(many, [0.495]), 1);
    // Were it on top of all, it would be 0.95.
    expect(oneBenign?.bounds[0]).toBeLessThan(0.97);
  });

  it.each([3, 5])(
    'holds the true value with %i threats among 100 benign scans, where the bootstrap seldom does',
    (count) => {
      const unit = seededUnit(1);
      const normal = () => normalQuantile(unit());
      const share = count / 100;
      // Over the threats' own ranks: those found beside the false alarms that their score costs.
      const precisions = Array.from({ length: 2000 }, (_, rank) => {
        const missed = (rank + 0.5) / 2000;
        const hits = share * (1 - missed);
        return hits / (hits + normalTail(1 + normalQuantile(missed)));
      });
      const truth = precisions.reduce((sum, precision) => sum + precision, 0) / precisions.length;
      const holds = ([lower, upper]: readonly [number, number]) => lower <= truth && truth <= upper;
      const draws = Array.from({ length: 100 }, (_, seed) => {
        const threats = Array.from({ length: count }, () => 1 + normal());
        const scores = ranked(threats, Array.from({ length: 100 }, normal));
        const resampled = bootstrap(statisticOf(scores, averagePrecision), { threats: count, benigns: 100, seed });
        return [holds(resampled?.bounds ?? [0, 1]), holds(boundedAveragePrecision(scores, seed)?.bounds ?? [1, 0])];
      });
      const heldBy = (which: number) => draws.filter((held) => held[which]).length;
      expect(heldBy(0)).toBeLessThan(90);
      expect(heldBy(1)).toBeGreaterThanOrEqual(95);
    },
  );

  it('is null without a threat', () => {
    expect(boundedAveragePrecision(ranked([], [0.1]), 1)).toBeNull();
  });
});
