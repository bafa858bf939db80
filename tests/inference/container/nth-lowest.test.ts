import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nthLowest } from '../../../src/inference/container/nth-lowest.ts';

describe('nthLowest', () => {
  it('is what stands there once the values are sorted, of any values, equal ones among them', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.float({ noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(), (all, someCount, someNth) => {
        const count = 1 + (someCount % all.length);
        const nth = someNth % count;
        const sorted = Float32Array.from(all.slice(0, count)).sort();
        expect(nthLowest(Float32Array.from(all), count, nth)).toBeCloseTo(sorted[nth] ?? Number.NaN, 12);
      }),
    );
  });

  it('leaves what lies beyond the count alone', () => {
    const values = Float32Array.of(3, 1, 2, -5, -6);
    expect(nthLowest(values, 3, 0)).toBe(1);
    expect([...values.slice(3)]).toEqual([-5, -6]);
  });

  it('is 0 of no values', () => {
    expect(nthLowest(Float32Array.of(7), 0, 0)).toBe(0);
  });
});
