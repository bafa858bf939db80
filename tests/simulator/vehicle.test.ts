import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../src/simulator/carve.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { drawVehicle } from '../../src/simulator/vehicle.ts';

const DECK_CM = 124;
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
/** Twist-locks reach this far into the castings. */
const LOCK_CM = 5.1;

describe.each(['road', 'rail'] as const)('a vehicle for %s', (traffic) => {
  it.each([605.8, 1219.2, 1371.6])('carries %d cm of containers and never reaches into them', (lengthCm) => {
    for (const seed of SEEDS) {
      const { solids } = drawVehicle(lengthCm, DECK_CM, traffic, createRandom(seed));
      const above = solids
        .map(({ shape }) => boundsOf(shape))
        .filter(({ x, y }) => y[1] > DECK_CM + LOCK_CM && x[1] > 12 && x[0] < lengthCm - 12);
      expect({ seed, above }).toEqual({ seed, above: [] });
    }
  });

  it('has no body turned inside out, and stands on the ground', () => {
    for (const seed of SEEDS) {
      const bounds = drawVehicle(1219.2, DECK_CM, traffic, createRandom(seed)).solids.map(({ shape }) =>
        boundsOf(shape),
      );
      const thinnest = Math.min(...bounds.flatMap(({ x, y, z }) => [x[1] - x[0], y[1] - y[0], z[1] - z[0]]));
      expect({ seed, thinnest: thinnest > 0 }).toEqual({ seed, thinnest: true });
      expect(Math.min(...bounds.map(({ y }) => y[0]))).toBeCloseTo(traffic === 'rail' ? -2 : 0, 0);
    }
  });

  it('says how far it reaches', () => {
    for (const seed of SEEDS) {
      const { solids, x } = drawVehicle(1219.2, DECK_CM, traffic, createRandom(seed));
      const left = Math.min(...solids.map(({ shape }) => boundsOf(shape).x[0]));
      expect(Math.abs(left - x[0])).toBeLessThan(12);
    }
  });

  it('differs from lorry to lorry, from wagon to wagon', () => {
    const counts = SEEDS.map((seed) => JSON.stringify(drawVehicle(1219.2, DECK_CM, traffic, createRandom(seed))));
    expect(new Set(counts).size).toBe(SEEDS.length);
  });
});

describe('a vehicle for road', () => {
  it('shows its cab now and then', () => {
    const whole = SEEDS.filter((seed) => drawVehicle(1219.2, DECK_CM, 'road', createRandom(seed)).isWhole);
    expect(whole.length).toBeGreaterThan(4);
    expect(whole.length).toBeLessThan(30);
  });
});
