import { describe, expect, it } from 'vitest';
import { operatingCurve } from '../../src/evaluation/operating-curve.ts';
import { rateOf } from '../../src/evaluation/rates.ts';
import { ranked } from './score-sets.ts';

const benigns = Array.from({ length: 200 }, (_, i) => i / 200);
const threats = Array.from({ length: 50 }, (_, i) => (800 + 4 * i) / 1000);

describe('operatingCurve', () => {
  it('reads Pd, threshold and counts at each limit', () => {
    // Ten benign scans reach 0.95; the lowest threat above 0.945, the eleventh, is 0.948.
    const curve = operatingCurve(ranked(threats, benigns), { pfaLimits: [0.05], seed: 1 });
    expect(curve?.[0]).toMatchObject({ pfaLimit: 0.05, threshold: 0.948, pfa: rateOf(10, 200), pd: rateOf(13, 50) });
  });

  it('widens its band by the doubt about the threshold', () => {
    const point = operatingCurve(ranked(threats, benigns), { pfaLimits: [0.02], seed: 1 })?.[0];
    const [lower, upper] = point?.pdBand ?? [1, 0];
    expect(lower).toBeLessThan(point?.pd.rate ?? 0);
    expect(upper).toBeGreaterThan(point?.pd.rate ?? 1);
    const withoutDoubt = operatingCurve(ranked(threats, new Array(200).fill(0.975)), {
      pfaLimits: [0.02],
      seed: 1,
    })?.[0];
    expect(withoutDoubt?.pd.rate).toBe(point?.pd.rate);
    expect(upper - lower).toBeGreaterThan((withoutDoubt?.pdBand[1] ?? 1) - (withoutDoubt?.pdBand[0] ?? 0));
  });

  it('never falls from limit to limit, up to all threats at a limit of 1', () => {
    const pfaLimits = [0, 0.01, 0.1, 0.5, 1];
    const pds = operatingCurve(ranked(threats, benigns), { pfaLimits, seed: 1, resamples: 20 })?.map(
      ({ pd }) => pd.rate,
    );
    expect(pds).toEqual(pds?.toSorted((a, b) => a - b));
    expect(pds?.at(-1)).toBe(1);
  });

  it('claims no certainty where none or all of a few threats are found: it reaches as far as the exact bounds', () => {
    const few = { pfaLimits: [0.1, 1], seed: 1 };
    const [none, everything] = operatingCurve(ranked([0.1, 0.2, 0.3], benigns), few) ?? [];
    expect(none?.pd.count).toBe(0);
    expect(none?.pdBand).toEqual([0, rateOf(0, 3).bounds[1]]);
    const [all] = operatingCurve(ranked([2, 3, 4], benigns), few) ?? [];
    expect(all?.pd.count).toBe(3);
    expect(all?.pdBand).toEqual([rateOf(3, 3).bounds[0], 1]);
    expect(everything?.pdBand).toEqual([1, 1]);
  });

  it('leaves open below whatever it finds where benign scans are too few for the limit', () => {
    const [few, enough] = [98, 99].map((count) => {
      const scores = ranked(threats, benigns.slice(-count));
      return operatingCurve(scores, { pfaLimits: [0.01], seed: 1 })?.[0];
    });
    expect(few?.pd.count).toBeGreaterThan(0);
    expect(few?.pdBand[0]).toBe(0);
    expect(enough?.pdBand).toEqual(few && [enough?.pdBand[0], few.pdBand[1]]);
  });

  it('has no threshold where the highest score is a benign scan’s, and is null where a kind is missing', () => {
    const [point] = operatingCurve(ranked([0.5], [0.9]), { pfaLimits: [0], seed: 1, resamples: 5 }) ?? [];
    expect(point).toMatchObject({
      threshold: null,
      pd: { count: 0 },
      pfa: { count: 0 },
      pdBand: [0, rateOf(0, 1).bounds[1]],
    });
    expect(operatingCurve(ranked([], [0.9]), { pfaLimits: [0], seed: 1 })).toBeNull();
  });
});
