import { describe, expect, it } from 'vitest';
import { NORMAL_QUANTILE, normalQuantile, normalTail } from '../../src/evaluation/normal.ts';
import oracles from '../fixtures/oracles/scores.json' with { type: 'json' };

describe('the normal distribution', () => {
  it.each(oracles.normalTail)('has SciPy’s tail beyond $z', ({ z, p }) => {
    expect(Math.abs(normalTail(z) / p - 1)).toBeLessThan(1e-13);
  });

  it.each(oracles.normalQuantile)('has SciPy’s quantile of $p', ({ z, p }) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 12);
  });

  it('leaves 2.5 % beyond its constant', () => {
    expect(normalTail(NORMAL_QUANTILE)).toBeCloseTo(0.025, 15);
  });
});
