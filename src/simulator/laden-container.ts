import { moveSolids } from './build-solid.ts';
import { leaveSomething } from './cargo/leave-something.ts';
import type { ContainerType } from './containers/container-types.ts';
import type { Random } from './random.ts';
import type { Point, Solid } from './solid.ts';
import type { Hold } from './threats/hold.ts';
import { type PlacedThreat, placeThreat, type ThreatWish } from './threats/place-threat.ts';

/** Where a container, or the vehicle, stands on the lane, in centimetres, and which way round. */
export interface Standing {
  readonly at: Point;
  /** Turned end to end: its own x becomes this less x. Null where its doors are at the rear. */
  readonly turnedCm: number | null;
  /** The whole vehicle drives the other way: x on the lane becomes this less x. */
  readonly mirroredCm: number | null;
}

/** A container with its goods, as it stands on the lane: something more can be put into it. */
export interface LadenContainer {
  readonly type: ContainerType;
  readonly hold: Hold;
  readonly standing: Standing;
}

/** Solids in their own coordinates, in the lane's. */
export function standOnLane(solids: readonly Solid[], { at, turnedCm, mirroredCm }: Standing): readonly Solid[] {
  const standing = moveSolids(solids, at, turnedCm);
  return mirroredCm === null ? standing : moveSolids(standing, { x: 0, y: 0, z: 0 }, mirroredCm);
}

/** A threat in it, in lane coordinates. */
export function hideThreat({ hold, standing }: LadenContainer, wish: ThreatWish, random: Random): PlacedThreat {
  const placed = placeThreat(wish, hold, random);
  return {
    ...placed,
    solids: standOnLane(placed.solids, standing),
    removed: standOnLane(placed.removed, standing),
  };
}

/** Something in it that is no threat, in lane coordinates; none where it finds no room. */
export function strew({ hold, standing }: LadenContainer, random: Random): readonly Solid[] {
  return standOnLane(leaveSomething(hold.goodsSpace, hold.goods, random), standing);
}
