import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyHistogram, mergeLatencyHistograms, quantileClass } from '../../src/performance/latency-histogram.ts';

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

describe('latency histograms of several runs', () => {
  it('add up to the histogram of all queries, also after a file', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true })),
        fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true })),
        (a, b) => {
          const read: ReturnType<typeof latencyHistogram>[] = JSON.parse(
            JSON.stringify([latencyHistogram(a), latencyHistogram(b)]),
          );
          expect(mergeLatencyHistograms(read)).toEqual(latencyHistogram([...a, ...b]));
        },
      ),
    );
  });

  it('say in which class a quantile lies, and nothing without a query', () => {
    const classes = latencyHistogram([10, 30, 30, 30, 64]);
    const [above, upTo] = quantileClass(classes, 0.5) ?? [0, 0];
    expect(above).toBeLessThan(30);
    expect(upTo).toBeGreaterThanOrEqual(30);
    expect(quantileClass(classes, 1)?.[1]).toBe(64);
    expect(quantileClass([], 0.5)).toBeNull();
  });
});
