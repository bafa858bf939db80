import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyHistogram } from '../../src/performance/latency-histogram.ts';

describe('latencyHistogram', () => {
  it('counts what is no slower than the end of a class, eight classes to a doubling', () => {
    expect(latencyHistogram([32, 64, 64])).toEqual([
      { upToMs: 32, count: 1 },
      { upToMs: 64, count: 2 },
    ]);
    const classes = latencyHistogram(Array.from({ length: 1000 }, (_, i) => 32.001 + (31.998 * i) / 999));
    expect(classes).toHaveLength(8);
  });

  it('loses no latency, and puts each within 9 % of its class', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (ms) => {
        const [only, ...others] = latencyHistogram([ms]);
        expect(others).toEqual([]);
        expect(only?.count).toBe(1);
        expect((only?.upToMs ?? 0) / ms).toBeGreaterThan(1 - 1e-9);
        expect((only?.upToMs ?? 0) / ms).toBeLessThan(2 ** (1 / 8) + 1e-9);
      }),
    );
  });
});
