import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';

const DRAWS = 400_000;

/** Shares of a standard normal beyond z, both sides, from tables. */
const BEYOND = [
  [0.5, 0.617075],
  [1, 0.317311],
  [2, 0.0455003],
  [3, 0.0026998],
  // Beyond the last layer of the ziggurat, where another method draws.
  [3.5, 0.00046526],
  [4, 0.000063342],
] as const;

describe('drawNormal', () => {
  const random = createRandom(17);
  const values = Float64Array.from({ length: DRAWS }, random.normal).sort();

  it.each(BEYOND)('puts beyond %d as many as the normal distribution does', (z, share) => {
    const beyond = values.filter((value) => Math.abs(value) > z).length;
    expect(Math.abs(beyond - DRAWS * share)).toBeLessThan(4.5 * Math.sqrt(DRAWS * share) + 1);
  });

  it('is symmetric, and has no step where its layers meet', () => {
    const right = values.filter((value) => value > 0).length;
    expect(Math.abs(right - DRAWS / 2)).toBeLessThan(4.5 * Math.sqrt(DRAWS / 4));
    // Bins of a tenth against the density in their middle.
    for (let bin = -25; bin < 25; bin++) {
      const [from, to] = [bin / 10, (bin + 1) / 10];
      const middle = (from + to) / 2;
      const expected = DRAWS * 0.1 * Math.exp((-middle * middle) / 2) * 0.3989422804;
      const found = values.filter((value) => value >= from && value < to).length;
      expect(Math.abs(found - expected)).toBeLessThan(4.5 * Math.sqrt(expected) + 0.001 * expected);
    }
  });
});
