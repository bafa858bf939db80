import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';

/** What fills a container. */
export interface CargoKind {
  /** Solids in the container's coordinates, varied by the draws in every dimension. */
  readonly load: (space: CargoSpace, random: Random) => readonly Solid[];
  /** Whether the goods stand in two rows with room for a bag between them. */
  readonly hasAisle: boolean;
}

/** Doors close only when goods keep this far from them. */
export const LEAST_DOOR_GAP_CM = 4;

/** Where goods may end: often right behind the doors, often with room left. No threat has a say in it. */
export function drawGoodsEnd(space: CargoSpace, random: Random): number {
  return space.x[1] - (random.chance(0.5) ? random.between(LEAST_DOOR_GAP_CM, 40) : random.between(40, 95));
}

/** Width of the way between two rows of goods. */
export const AISLE_WIDTH_CM = 20;

/** What a container may carry; heavy goods leave most of its room free. */
export const MOST_PAYLOAD_KG = 27_000;
