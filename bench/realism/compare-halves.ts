import type { Random } from '../../src/simulator/random.ts';
import { type PictureStatistics, poolStatistics, wassersteinDistance } from './picture-statistics.ts';

export interface Distances {
  readonly greys: number;
  readonly gradients: number;
}

const DRAWS = 200;

/**
 * How far two sets of pictures lie apart: the mean distance between a random half of one and as many of the other. Of a set
 * against itself it is the distance between its two halves, which is what chance alone gives.
 */
export function compareHalves(
  one: readonly PictureStatistics[],
  other: readonly PictureStatistics[],
  random: Random,
): Distances {
  const half = Math.floor(Math.min(one.length, other.length) / 2);
  let greys = 0;
  let gradients = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const shuffled = shuffle(one, random);
    const a = poolStatistics(shuffled.slice(0, half));
    const b = poolStatistics(one === other ? shuffled.slice(half, 2 * half) : shuffle(other, random).slice(0, half));
    greys += wassersteinDistance(a.greys, b.greys) / DRAWS;
    gradients += wassersteinDistance(a.gradients, b.gradients) / DRAWS;
  }
  return { greys, gradients };
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled: Item[] = [];
  for (const item of items) {
    const place = random.integer(0, shuffled.length);
    shuffled.push(item);
    const moved = shuffled[place];
    if (moved !== undefined) shuffled[shuffled.length - 1] = moved;
    shuffled[place] = item;
  }
  return shuffled;
}
