import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanBounds } from '../../src/evaluation/mean-bounds.ts';
import { exactBounds } from '../../src/evaluation/rate-bounds.ts';
import { createRandom } from '../../src/simulator/random.ts';

describe('meanBounds', () => {
  it.each([
    [0, 3],
    [3, 3],
    [1, 20],
    [7, 20],
    [0, 500],
  ])('are Clopper and Pearson’s of %i ones in %i values, within what 4,000 draws leave open', (ones, n) => {
    const values = Array.from({ length: n }, (_, place) => (place < ones ? 1 : 0));
    const [lower, upper] = meanBounds(values, 1);
    const exact = exactBounds(ones, n);
    // The 2.5 % quantile of 4,000 draws is right to some tenth of that share, which moves an end by less than 4 %.
    expect(Math.abs(lower - exact[0])).toBeLessThan(0.01);
    expect(Math.abs(upper - exact[1])).toBeLessThan(0.04 * exact[1]);
  });

  it('hold the mean of a rare mark, which a bootstrap of what was seen misses in one of two samples', () => {
    const mean = 0.01;
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed, 'marks');
      const values = Array.from({ length: 50 }, () => (random.chance(0.02) ? random.unit() : 0));
      const [lower, upper] = meanBounds(values, seed);
      held += lower <= mean && mean <= upper ? 1 : 0;
    }
    expect(held / 100).toBeGreaterThan(0.95);
  });

  it('lie around the mean, within 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
        const [lower, upper] = meanBounds(values, 1);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(mean + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(upper).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });
});
