import { describe, expect, it } from 'vitest';
import type { ThreatPlace } from '../../../src/domain/scan/sample.ts';
import { boundsOf } from '../../../src/simulator/carve.ts';
import { massKgOf } from '../../../src/simulator/mass.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import { THREAT_CATEGORIES, THREAT_KINDS } from '../../../src/simulator/threats/threat-kinds.ts';

const SEEDS = Array.from({ length: 30 }, (_, seed) => seed);
const ROOMS: Readonly<Partial<Record<ThreatPlace, { x: number; y: number; z: number }>>> = {
  'behind-doors': { x: 58, y: 190, z: 230 },
  'false-wall': { x: 20, y: 225, z: 228 },
  roof: { x: 320, y: 9, z: 228 },
};

describe.each(THREAT_CATEGORIES)('%s', (category) => {
  const { massesKg, mostKgAt, build } = THREAT_KINDS[category];

  it('weighs what it says and about what was wished, whatever its form', () => {
    for (const seed of SEEDS) {
      const random = createRandom(seed, category);
      const wishedKg = massesKg[0] * (massesKg[1] / massesKg[0]) ** random.unit();
      const packed = build(wishedKg, { x: 100, y: 120, z: 140 }, random);
      expect(massKgOf(packed.solids)).toBeCloseTo(packed.massKg, 1);
      // Whole pieces: up to half a rifle more or less.
      expect(Math.abs(packed.massKg - wishedKg)).toBeLessThan(0.12 * wishedKg + 2.2);
    }
  });

  it('stays within the size it states, from its corner on', () => {
    for (const seed of SEEDS) {
      const { solids, size } = build(massesKg[0] * (1 + seed), { x: 100, y: 120, z: 140 }, createRandom(seed));
      for (const { shape } of solids) {
        const bounds = boundsOf(shape);
        for (const axis of ['x', 'z'] as const) {
          expect(bounds[axis][0]).toBeGreaterThanOrEqual(-1e-6);
          expect(bounds[axis][1]).toBeLessThanOrEqual(size[axis] + 1e-6);
        }
        expect(bounds.y[0]).toBeGreaterThanOrEqual(-1e-6);
        // The seam of a bag's zip stands up a little.
        expect(bounds.y[1]).toBeLessThanOrEqual(size.y + 2.1);
      }
    }
  });

  it('fits the layers and gaps where it is put, up to the most that such a place takes', () => {
    for (const [place, room] of Object.entries(ROOMS)) {
      const most = Object.entries(mostKgAt).find(([name]) => name === place)?.[1];
      for (const seed of most === undefined ? [] : SEEDS) {
        const { size } = build(Math.min(most ?? 0, massesKg[1]), room, createRandom(seed, place));
        for (const axis of ['x', 'y', 'z'] as const) {
          expect(size[axis], `${place} ${axis}, seed ${seed}`).toBeLessThanOrEqual(room[axis] + 1e-6);
        }
      }
    }
  });

  it('takes another form with another seed', () => {
    const forms = SEEDS.map((seed) => JSON.stringify(build(20, { x: 100, y: 120, z: 140 }, createRandom(seed)).size));
    expect(new Set(forms).size).toBeGreaterThan(15);
  });
});
