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

/** Goods leave at least this much free behind the doors, threat or no threat, so that the gap itself says nothing. */
export const LEAST_DOOR_GAP_CM = 62;

/** Width of the way between two rows of goods. */
export const AISLE_WIDTH_CM = 20;

/** What a container may carry; heavy goods leave most of its room free. */
export const MOST_PAYLOAD_KG = 27_000;
