import { describe, expect, it } from 'vitest';
import { bcaInterval, percentileInterval } from '../../src/evaluation/bootstrap-interval.ts';
import oracles from '../fixtures/oracles/scores.json' with { type: 'json' };

describe.each(oracles.bootstraps)('the intervals of $resampled.length resampled AUROCs around $observed', (oracle) => {
  const resampled = Float64Array.from(oracle.resampled);

  it('agree with SciPy by percentiles', () => {
    const [lower, upper] = percentileInterval(resampled);
    expect(lower).toBeCloseTo(oracle.percentile[0] ?? 0, 12);
    expect(upper).toBeCloseTo(oracle.percentile[1] ?? 0, 12);
  });

  it('agree with SciPy by BCa', () => {
    const leftOut = {
      threats: Float64Array.from(oracle.leftOut.threats),
      benigns: Float64Array.from(oracle.leftOut.benigns),
    };
    const [lower, upper] = bcaInterval(resampled, oracle.observed, leftOut);
    expect(lower).toBeCloseTo(oracle.bca[0] ?? 0, 10);
    expect(upper).toBeCloseTo(oracle.bca[1] ?? 0, 10);
  });
});

it('bcaInterval is the percentile interval where nothing varies', () => {
  const same = new Float64Array(50).fill(0.7);
  expect(bcaInterval(same, 0.7, { threats: same, benigns: same })).toEqual([0.7, 0.7]);
});
