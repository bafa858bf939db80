import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Span } from '../solid.ts';
import { AISLE_WIDTH_CM, drawGoodsEnd } from './cargo-kind.ts';

/** The near and the far row, either side of the aisle. */
export function twoRows(space: CargoSpace): readonly [Span, Span] {
  const middle = (space.z[0] + space.z[1]) / 2;
  return [
    [space.z[0] + 1.5, middle - AISLE_WIDTH_CM / 2],
    [middle + AISLE_WIDTH_CM / 2, space.z[1] - 1.5],
  ];
}

/** From where to where a load reaches: mostly the whole length, else a part of it, from the front wall on. */
export function reachAlong(space: CargoSpace, random: Random): Span {
  const start = space.x[0] + random.between(2, 9);
  const longest = drawGoodsEnd(space, random) - start - 4;
  return [start, start + longest * (random.chance(0.85) ? random.between(0.92, 1) : random.between(0.35, 0.9))];
}

/** Places of goods one after another from the front wall, as many as the reach that is drawn allows. */
export function placesAlong(space: CargoSpace, lengthCm: number, gapCm: Span, random: Random): readonly Span[] {
  const [start, end] = reachAlong(space, random);
  const places: Span[] = [];
  for (let x = start; x + lengthCm <= end; x += lengthCm + random.between(gapCm[0], gapCm[1])) {
    places.push([x, x + lengthCm]);
  }
  return places;
}
