import { describe, expect, it } from 'vitest';
import { operatingCurve } from '../../src/evaluation/operating-curve.ts';
import { rateOf } from '../../src/evaluation/rates.ts';
import { ranked } from './score-sets.ts';

const benigns = Array.from({ length: 200 }, (_, i) => i / 200);
const threats = Array.from({ length: 50 }, (_, i) => (800 + 4 * i) / 1000);

describe('operatingCurve', () => {
  it('reads Pd, threshold and counts at each limit', () => {
    // Ten benign scans reach 0.95; the lowest threat above 0.945, the eleventh, is 0.948.
    const curve = operatingCurve(ranked(threats, benigns), [0.05]);
    expect(curve?.[0]).toMatchObject({ pfaLimit: 0.05, threshold: 0.948, pfa: rateOf(10, 200), pd: rateOf(13, 50) });
  });

  it('never falls from limit to limit, neither Pd nor its band, up to all threats at a limit of 1', () => {
    const curve = operatingCurve(ranked(threats, benigns), [0, 0.01, 0.02, 0.1, 0.5, 1]) ?? [];
    for (const ofPoint of [
      curve.map(({ pd }) => pd.rate),
      curve.map(({ pdBand }) => pdBand[0]),
      curve.map(({ pdBand }) => pdBand[1]),
    ]) {
      expect(ofPoint).toEqual(ofPoint.toSorted((a, b) => a - b));
      expect(ofPoint.at(-1)).toBe(1);
    }
  });

  it('claims no certainty where none or all of a few threats are found: it reaches as far as the exact bounds', () => {
    const limits = [0.1, 1];
    const [none, everything] = operatingCurve(ranked([0.1, 0.2, 0.3], benigns), limits) ?? [];
    expect(none?.pd.count).toBe(0);
    expect(none?.pdBand[0]).toBe(0);
    expect(none?.pdBand[1]).toBeCloseTo(rateOf(0, 3).bounds[1], 9);
    const [all] = operatingCurve(ranked([2, 3, 4], benigns), limits) ?? [];
    expect(all?.pd.count).toBe(3);
    expect(all?.pdBand[0]).toBeCloseTo(rateOf(3, 3).bounds[0], 6);
    expect(all?.pdBand[1]).toBe(1);
    expect(everything?.pdBand).toEqual([1, 1]);
  });

  it('has no threshold where the highest score is a benign scan’s, and is null where a kind is missing', () => {
    const [point] = operatingCurve(ranked([0.5], [0.9]), [0]) ?? [];
    expect(point).toMatchObject({ threshold: null, pd: { count: 0 }, pfa: { count: 0 } });
    expect(point?.pdBand[0]).toBe(0);
    expect(point?.pdBand[1]).toBeCloseTo(rateOf(0, 1).bounds[1], 9);
    expect(operatingCurve(ranked([], [0.9]), [0])).toBeNull();
  });
});
