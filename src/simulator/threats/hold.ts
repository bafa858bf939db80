import type { CargoSpace, ContainerShell } from '../container.ts';
import type { Cavities } from '../containers/cavities.ts';
import type { Solid } from '../solid.ts';

/** A laden container in its own coordinates: everything that decides where a threat can lie. */
export interface Hold {
  /** Between walls, floor and roof, cavities included. */
  readonly space: CargoSpace;
  /** What cavities leave for goods. */
  readonly goodsSpace: CargoSpace;
  readonly cavities: Cavities;
  readonly hides: ContainerShell['hides'];
  /** Shell, fittings of the cavities, odds and ends: like goods they make room for a threat, but nothing hides in them. */
  readonly structure: readonly Solid[];
  readonly goods: readonly Solid[];
}
