import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from '../../src/evaluation/bootstrap-interval.ts';
import { unsortedQuantile } from '../../src/evaluation/unsorted-quantile.ts';

describe('unsortedQuantile', () => {
  it('is the quantile of the sorted values, to the bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          // Without −0, which sorting puts before 0 and a comparison does not.
          const numbers = Float64Array.from(values, (value) => value + 0);
          const sorted = numbers.toSorted();
          expect(unsortedQuantile(numbers, share)).toBe(quantile(sorted, share));
          expect(numbers.toSorted()).toEqual(sorted);
        },
      ),
    );
  });

  it('reads both ends, and many equal values', () => {
    const values = Float64Array.from({ length: 4001 }, (_, i) => (i * 7919) % 10);
    expect(unsortedQuantile(values.slice(), 0)).toBe(0);
    expect(unsortedQuantile(values.slice(), 1)).toBe(9);
    expect(unsortedQuantile(values.slice(), 0.025)).toBe(quantile(values.toSorted(), 0.025));
    expect(unsortedQuantile(new Float64Array(), 0.5)).toBeNaN();
  });
});
