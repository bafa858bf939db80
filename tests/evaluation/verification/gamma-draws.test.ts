import { describe, expect, it } from 'vitest';
import { gammaDraws } from '../../../src/evaluation/verification/gamma-draws.ts';

const DRAWS = 200_000;

describe('gammaDraws', () => {
  it.each([1, 2, 7, 300])('has the mean and the variance of its shape, %i', (shape) => {
    const gamma = gammaDraws(3);
    const values = Float64Array.from({ length: DRAWS }, () => gamma(shape));
    const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (DRAWS - 1);
    // Five standard errors of each.
    expect(Math.abs(mean - shape)).toBeLessThan(5 * Math.sqrt(shape / DRAWS));
    expect(Math.abs(variance - shape)).toBeLessThan(5 * Math.sqrt((2 * shape ** 2 + 6 * shape) / DRAWS));
  });

  it('is 0 for shape 0, and the same for the same seed', () => {
    expect(gammaDraws(1)(0)).toBe(0);
    expect(gammaDraws(5)(4)).toBe(gammaDraws(5)(4));
    expect(gammaDraws(5)(4)).not.toBe(gammaDraws(6)(4));
  });
});
