import type { Random } from './random.ts';
import type { Solid, Span } from './solid.ts';
import { buildChassis } from './vehicle/chassis.ts';
import { buildRailWagon } from './vehicle/rail-wagon.ts';
import { buildTractor } from './vehicle/tractor.ts';

/** What carries containers: x = 0 is the front of the first one, y is measured from the ground, z from its near side. */
export interface Vehicle {
  readonly solids: readonly Solid[];
  /** How far it reaches before the containers' front, and to their rear. */
  readonly x: Span;
  /** Whether it is there from end to end; a gate that spares the driver's cab sees the rest only. */
  readonly isWhole: boolean;
}

/** A semi-trailer with its tractor, or a wagon on rails, for containers that are `lengthCm` long together. */
export function drawVehicle(lengthCm: number, deckCm: number, traffic: 'road' | 'rail', random: Random): Vehicle {
  if (traffic === 'rail') {
    const wagon = buildRailWagon(lengthCm, deckCm, random);
    return { ...wagon, isWhole: random.chance(0.6) };
  }
  const chassis = buildChassis(lengthCm, deckCm, random);
  const withCab = random.chance(0.35);
  const tractor = buildTractor(deckCm, withCab, random);
  return { solids: [...chassis, ...tractor.solids], x: [-tractor.reachCm, lengthCm], isWhole: withCab };
}
