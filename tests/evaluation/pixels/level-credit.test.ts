import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CurvePart, creditByLevel, meanCredit } from '../../../src/evaluation/pixels/level-credit.ts';

const LEVELS = 12;
const ROUNDING = 1e-12;

/** The mean height of the curve itself, threshold by threshold, without credits. */
function meanHeight(threatLevels: readonly number[], benigns: readonly number[], part: CurvePart): number {
  const scale = part.axis === 'linear' ? (rate: number) => rate : Math.log;
  const count = benigns.reduce((sum, here) => sum + here, 0);
  const points = Array.from({ length: LEVELS + 1 }, (_, k) => LEVELS - k).map((threshold) => ({
    x: scale(benigns.slice(threshold).reduce((sum, here) => sum + here, 0) / count),
    found: threatLevels.filter((level) => level >= threshold).length / threatLevels.length,
  }));
  const [from, to] = [scale(part.from), scale(part.to)];
  let area = 0;
  for (const [k, right] of points.slice(1).entries()) {
    const left = points[k] ?? right;
    const a = Math.max(left.x, from);
    const b = Math.min(right.x, to);
    if (!(b > a)) continue;
    const heightAt = (x: number) =>
      left.x === Number.NEGATIVE_INFINITY
        ? left.found
        : left.found + ((right.found - left.found) * (x - left.x)) / (right.x - left.x);
    area += ((heightAt(a) + heightAt(b)) / 2) * (b - a);
  }
  return area / (to - from);
}

const threats = fc.array(fc.integer({ min: 0, max: LEVELS - 1 }), { minLength: 1, maxLength: 20 });
const benigns = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: LEVELS, maxLength: LEVELS })
  .filter((counts) => counts.some((count) => count > 0));
const parts = fc.constantFrom<CurvePart>(
  { from: 0, to: 1, axis: 'linear' },
  { from: 0, to: 0.3, axis: 'linear' },
  { from: 0.02, to: 0.2, axis: 'logarithmic' },
);

describe('creditByLevel', () => {
  it('makes the mean credit of some pixels the mean height of their curve', () => {
    fc.assert(
      fc.property(threats, benigns, parts, (levels, counts, part) => {
        const credit = creditByLevel(Float64Array.from(counts), part);
        expect(meanCredit(Uint16Array.from(levels), credit)).toBeCloseTo(meanHeight(levels, counts, part), 10);
      }),
    );
  });

  it('never falls with the level, and stays between 0 and 1', () => {
    fc.assert(
      fc.property(benigns, parts, (counts, part) => {
        const credit = creditByLevel(Float64Array.from(counts), part);
        for (const [level, value] of credit.entries()) {
          expect(value).toBeGreaterThanOrEqual(Math.max(0, (credit[level - 1] ?? 0) - ROUNDING));
          expect(value).toBeLessThanOrEqual(1 + ROUNDING);
        }
      }),
    );
  });

  it('asks nothing of the scores but their order: levels without a pixel may be put between', () => {
    fc.assert(
      fc.property(threats, benigns, parts, (levels, counts, part) => {
        const spread = Float64Array.from({ length: 3 * LEVELS }, (_, k) =>
          k % 3 === 1 ? (counts[(k - 1) / 3] ?? 0) : 0,
        );
        const there = meanCredit(Uint16Array.from(levels), creditByLevel(Float64Array.from(counts), part));
        const apart = meanCredit(
          Uint16Array.from(levels, (level) => 3 * level + 1),
          creditByLevel(spread, part),
        );
        expect(apart).toBeCloseTo(there, 10);
      }),
    );
  });
});
