import type { Random } from '../random.ts';
import type { Block, Solid } from '../solid.ts';
import { type Pose, poseIn } from './pose.ts';
import type { Piece } from './stack.ts';
import type { ThreatKind } from './threat-kind.ts';
import { LEAST_FOR_CRATE_KG, packPieces } from './wrapping.ts';

/** Cartridges in their cartons: brass (counted as copper), lead cores and powder, 1.7 g/cm³ over all. */
function cartridges(
  pose: Pose,
  length: readonly [number, number],
  height: readonly [number, number],
  depth: number,
): readonly Solid[] {
  return [
    pose.box('copper', length, height, [0.3, depth - 0.3], 0.11),
    pose.box('lead', length, height, [0.3, depth - 0.3], 0.052),
    pose.box('explosive', length, height, [0.3, depth - 0.3], 0.06),
  ];
}

/** A steel can of 28 × 18 × 14 cm with six cartons, about 12 kg. */
function buildCan(room: Block, random: Random): readonly Solid[] {
  const pose = poseIn(room, random);
  const solids: Solid[] = [
    pose.box('steel', [0, 28], [0, 18], [0, 14]),
    pose.box('steel', [0.1, 27.9], [0.1, 17.9], [0.1, 13.9], -1),
  ];
  for (let along = 0; along < 3; along++) {
    for (let up = 0; up < 2; up++) {
      solids.push(...cartridges(pose, [0.5 + 9.1 * along, 9 + 9.1 * along], [0.4 + 8.4 * up, 8.3 + 8.4 * up], 14));
    }
  }
  return solids;
}

function buildCarton(room: Block, random: Random): readonly Solid[] {
  return cartridges(poseIn(room, random), [0.1, 12.9], [0.1, 7.4], 6.5);
}

const CAN: Piece = { size: { x: 28, y: 18, z: 14 }, massKg: 11.5, turns: 'upright', build: buildCan };
const CARTON: Piece = { size: { x: 13, y: 7.5, z: 6.5 }, massKg: 0.95, turns: 'any', build: buildCarton };

/** Ammunition in steel cans, or in cartons of fifty in a wooden crate or bag. */
export const ammunition: ThreatKind = {
  massesKg: [2, 200],
  mostKgAt: {
    'behind-doors': 200,
    'refrigeration-unit': 20,
    'false-wall': 150,
    'false-floor': 60,
    roof: 30,
    'between-goods': 100,
    'inside-goods': 200,
  },
  build: (massKg, room, random) => {
    const inCans = massKg >= 9 && Math.min(room.x, room.y, room.z) > 14 && random.chance(0.6);
    if (inCans)
      return packPieces(
        CAN,
        massKg,
        room,
        massKg < LEAST_FOR_CRATE_KG ? 'none' : random.pick(['none', 'none', 'crate'] as const),
        random,
      );
    const isLayer = Math.min(room.x, room.y, room.z) < 24;
    return packPieces(
      CARTON,
      massKg,
      room,
      isLayer
        ? 'none'
        : random.pick(massKg < LEAST_FOR_CRATE_KG ? (['none', 'bag'] as const) : (['none', 'bag', 'crate'] as const)),
      random,
    );
  },
};
