import { describe, expect, it } from 'vitest';
import { seededUnit } from '../../src/evaluation/seeded-unit.ts';
import { percentileEstimate } from '../../src/performance/early-stopping.ts';
import { percentileRange } from '../../src/performance/percentile-range.ts';

describe('percentileRange', () => {
  it.each([0.5, 0.9])(
    'errs on either side in at most 1 in 100 series of which the true percentile is known (%d)',
    (p) => {
      let above = 0;
      let below = 0;
      // One stream for all: the first draws of neighbouring seeds are alike.
      const unit = seededUnit(1);
      for (let series = 0; series < 1000; series++) {
        const { lowerMs, upperMs } = percentileRange(Array.from({ length: 200 }, unit), p);
        if (lowerMs !== null && lowerMs > p) above++;
        if (upperMs !== null && upperMs < p) below++;
      }
      // 10 expected at most; three standard deviations are 9.5 more.
      expect(above).toBeLessThan(20);
      expect(below).toBeLessThan(20);
      expect(above + below).toBeGreaterThan(0);
    },
  );

  it('has the 99 % limits of the median of ten values that tables of the binomial give: the smallest, and none above', () => {
    // P(B ≤ 0) = 0.001, P(B ≤ 1) = 0.011 of 10 at 1/2: only the smallest lies below the median for sure enough.
    const range = percentileRange([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.5);
    expect(range).toEqual({ lowerMs: 1, observedMs: 5, upperMs: null, queries: 10 });
  });

  it('ends where early stopping ends', () => {
    const unit = seededUnit(7);
    const latenciesMs = Array.from({ length: 100 }, unit);
    const estimate = percentileEstimate(latenciesMs, 0.9);
    expect(estimate.state === 'estimated' && estimate.latencyMs).toBe(percentileRange(latenciesMs, 0.9).upperMs);
  });

  it('is of no use without a query', () => {
    expect(() => percentileRange([], 0.9)).toThrow(RangeError);
  });
});
