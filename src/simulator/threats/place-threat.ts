import type { ThreatPlace } from '../../domain/scan/sample.ts';
import { moveSolids } from '../build-solid.ts';
import { carve } from '../carve.ts';
import type { Random } from '../random.ts';
import type { Point, Solid } from '../solid.ts';
import { hideBetweenGoods, hideInGoods } from './hide-in-goods.ts';
import {
  blockAt,
  type Hidden,
  type HideRequest,
  hideBehindDoors,
  hideInFront,
  hideInUnit,
  hideUnderFloor,
  hideUnderRoof,
} from './hide-in-structure.ts';
import type { Hold } from './hold.ts';
import { THREAT_KINDS, type ThreatCategory } from './threat-kinds.ts';

/** What is to be hidden, and where. */
export interface ThreatWish {
  readonly category: ThreatCategory;
  /** About; whole pieces are packed. */
  readonly massKg: number;
  readonly place: ThreatPlace;
}

/** A threat in the coordinates of its container. */
export interface PlacedThreat {
  readonly solids: readonly Solid[];
  /** Takes goods and fittings away where the threat lies; part of the scene, not of the threat. */
  readonly removed: readonly Solid[];
  readonly category: ThreatCategory;
  /** What it weighs, wrappings included. */
  readonly massKg: number;
  /** Where it really lies. */
  readonly place: ThreatPlace;
}

/**
 * Packs a threat for its place and lays it there: on the floor, on goods, or in the structure. Where a container lacks the
 * place, such as a gap between goods, the threat lies inside the goods, and where there are none behind the doors.
 */
export function placeThreat({ category, massKg, place }: ThreatWish, hold: Hold, random: Random): PlacedThreat {
  const build = (kg: number, room: Point, own: Random) => THREAT_KINDS[category].build(kg, room, own);
  const request = { hold, massKg, build, random };
  const lay = (hidden: readonly Hidden[], at: ThreatPlace): PlacedThreat => ({
    solids: hidden.flatMap((one) => moveSolids(one.build.solids, one.at)),
    removed: hidden.flatMap((one) => carve([...hold.structure, ...hold.goods], blockAt(one.at, one.build.size))),
    category,
    massKg: Math.round(100 * hidden.reduce((sum, one) => sum + one.build.massKg, 0)) / 100,
    place: at,
  });
  for (const tried of [place, 'inside-goods'] as const) {
    const hidden = HIDES[tried](request);
    if (hidden !== null) return lay(hidden, tried);
  }
  return lay(hideBehindDoors(request), 'behind-doors');
}

const HIDES = {
  'behind-doors': hideBehindDoors,
  'refrigeration-unit': hideInUnit,
  'false-wall': hideInFront,
  'false-floor': hideUnderFloor,
  roof: hideUnderRoof,
  'between-goods': hideBetweenGoods,
  'inside-goods': hideInGoods,
} as const satisfies Record<ThreatPlace, (request: HideRequest) => readonly Hidden[] | null>;
