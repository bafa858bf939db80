import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';

const DRAWS = 40_000;

function momentsOf(draw: () => number): { readonly mean: number; readonly variance: number } {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
  return { mean, variance };
}

describe('createRandom', () => {
  it('gives the very same draws for the same seed, everywhere', () => {
    const random = createRandom(7, 'check');
    expect([random.integer(0, 999999), random.poisson(3), random.poisson(5000)]).toMatchInlineSnapshot(`
      [
        264561,
        3,
        4989,
      ]
    `);
    expect(random.normal()).toMatchInlineSnapshot(`-0.9087829480894609`);
  });

  it('gives neighbouring seeds and different labels nothing in common', () => {
    const first = [createRandom(1), createRandom(2), createRandom(1, 'a'), createRandom(1).fork('b')].map((r) =>
      r.unit(),
    );
    expect(new Set(first).size).toBe(first.length);
  });

  it('leaves a fork untouched by what is drawn beside it', () => {
    const untouched = createRandom(5);
    const used = createRandom(5);
    for (let i = 0; i < 100; i++) used.normal();
    expect(used.fork('noise').unit()).toBe(untouched.fork('noise').unit());
  });

  it.each([0.02, 1, 12, 39.9, 40, 400])('draws counts of mean %d whose variance is their mean', (expected) => {
    const random = createRandom(11);
    const { mean, variance } = momentsOf(() => random.poisson(expected));
    // Five standard errors of a mean and of a variance over that many draws.
    expect(Math.abs(mean - expected)).toBeLessThan(5 * Math.sqrt(expected / DRAWS));
    const varianceError = Math.sqrt((2 * expected * expected + expected) / DRAWS);
    expect(Math.abs(variance - expected)).toBeLessThan(5 * varianceError + 0.1);
  });

  it('draws normal numbers of mean 0 and variance 1, three in a thousand beyond three', () => {
    const random = createRandom(3);
    const { mean, variance } = momentsOf(random.normal);
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(DRAWS));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / DRAWS));
    const beyond = Array.from({ length: DRAWS }, random.normal).filter((value) => Math.abs(value) > 3).length;
    expect(beyond / DRAWS).toBeGreaterThan(0.0015);
    expect(beyond / DRAWS).toBeLessThan(0.0042);
  });
});
