import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';

/** What fills a container: solids in the container's coordinates, varied by the draws in every dimension. */
export type LoadCargo = (space: CargoSpace, random: Random) => readonly Solid[];
