import { stirBits } from '../domain/language/stir-bits.ts';
import { seededUnit } from '../evaluation/seeded-unit.ts';

/**
 * Draws for traffic, uniform in (0, 1), the same for the same seed. The seed is stirred first: a generator begins with the
 * bits of its seed, and the first draws of the seeds that people choose (1, 2, 3) are those that say when a lane begins.
 */
export function trafficDraws(seed: number): () => number {
  return seededUnit(stirBits(seed ^ 0x9e3779b9));
}
