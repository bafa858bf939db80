import { describe, expect, it } from 'vitest';
import { boundedGeometricMean, geometricMean } from '../../src/performance/geometric-mean.ts';

describe('geometricMean', () => {
  it('is the root of the product', () => {
    expect(geometricMean([2, 3, 36])).toBeCloseTo(6, 12);
  });
});

describe('boundedGeometricMean', () => {
  it('has the bounds of a t interval on logarithms, as scipy.stats.ttest_1samp has it', () => {
    const { mean, bounds } = boundedGeometricMean([0.1, 0.2, 0.15, 0.3, 0.05, 0.22].map(Math.exp));
    expect(Math.log(mean)).toBeCloseTo(0.17, 12);
    expect(Math.log(bounds[0])).toBeCloseTo(0.07613562284726356, 9);
    expect(Math.log(bounds[1])).toBeCloseTo(0.2638643771527365, 9);
  });

  it('has no spread of one value', () => {
    expect(() => boundedGeometricMean([4])).toThrow(RangeError);
  });
});
