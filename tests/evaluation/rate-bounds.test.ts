import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactBounds, wilsonBounds } from '../../src/evaluation/rate-bounds.ts';

/**
 * Count, n, exact bounds, Wilson bounds; made with SciPy 1.17.1:
 *
 *   from scipy.stats import binomtest
 *   t = binomtest(k, n); e = t.proportion_ci(0.95, 'exact'); w = t.proportion_ci(0.95, 'wilson')
 *   print(f'[{k}, {n}, [{e.low:.12g}, {e.high:.12g}], [{w.low:.12g}, {w.high:.12g}]],')
 */
const SCIPY = [
  [0, 1, [0, 0.975], [0, 0.793450685623]],
  [1, 1, [0.025, 1], [0.206549314377, 1]],
  [0, 300, [0, 0.0122209746943], [0, 0.0126429712245]],
  [20, 2000, [0.00611865754273, 0.0154021257836], [0.00648276787655, 0.0153959384591]],
  [6, 600, [0.00367841644567, 0.0216379557094], [0.0045909221777, 0.0216435448157]],
  [299, 300, [0.981568747952, 0.999915610868], [0.981363306305, 0.999411342278]],
  [61, 15300, [0.00305101533369, 0.00511846928566], [0.00310531178227, 0.00511755560429]],
  [7650, 15300, [0.492045268331, 0.507954731669], [0.492078309576, 0.507921690424]],
  [1, 100000, [2.53178427439e-7, 5.57151603443e-5], [1.76524773038e-6, 5.66470965904e-5]],
] as const;

// SciPy's root finder stops within 2e-12 of the exact bounds, and its values are printed to twelve digits.
const TOLERANCE = 1e-11;

function expectBounds(bounds: readonly [number, number], expected: readonly [number, number]): void {
  for (const end of [0, 1] as const) expect(Math.abs(bounds[end] - expected[end])).toBeLessThanOrEqual(TOLERANCE);
}

const countAndN = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe.each([
  ['exactBounds', exactBounds, 2],
  ['wilsonBounds', wilsonBounds, 3],
] as const)('%s', (_name, bounds, column) => {
  it.each(SCIPY)('agrees with SciPy for %i of %i', (...row) => {
    expectBounds(bounds(row[0], row[1]), row[column]);
  });

  it('holds the rate itself and stays within 0 and 1', () => {
    fc.assert(
      fc.property(countAndN, ([count, n]) => {
        const [lower, upper] = bounds(count, n);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(count / n);
        expect(upper).toBeGreaterThanOrEqual(count / n);
        expect(upper).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the mirror image for the opposite event', () => {
    fc.assert(
      fc.property(countAndN, ([count, n]) => {
        const [lower, upper] = bounds(count, n);
        const [mirroredLower, mirroredUpper] = bounds(n - count, n);
        expect(mirroredLower).toBeCloseTo(1 - upper, 9);
        expect(mirroredUpper).toBeCloseTo(1 - lower, 9);
      }),
    );
  });

  it('refuses counts from which no rate comes', () => {
    for (const [count, n] of [
      [-1, 5],
      [6, 5],
      [0, 0],
      [0.5, 5],
    ] as const) {
      expect(() => bounds(count, n)).toThrow(RangeError);
    }
  });
});

it('exactBounds has the closed form that one event in n allows', () => {
  for (const n of [1, 30, 1000, 1_000_000]) {
    const lower = -Math.expm1(Math.log(0.975) / n);
    expect(Math.abs(exactBounds(1, n)[0] / lower - 1)).toBeLessThanOrEqual(1e-9);
  }
});
