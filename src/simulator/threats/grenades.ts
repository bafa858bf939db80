import type { Random } from '../random.ts';
import type { Block, Solid } from '../solid.ts';
import { poseIn } from './pose.ts';
import type { Piece } from './stack.ts';
import type { ThreatKind } from './threat-kind.ts';
import { LEAST_FOR_CRATE_KG, packPieces } from './wrapping.ts';

/** A steel egg filled with explosive, and its fuze. */
function buildGrenade(room: Block, random: Random): readonly Solid[] {
  const pose = poseIn(room, random);
  return [
    pose.ellipsoid('steel', [4.3, 3, 3], [4.3, 2.9, 2.9]),
    pose.ellipsoid('steel', [4.3, 3, 3], [3.8, 2.42, 2.42], -1),
    pose.ellipsoid('explosive', [4.3, 3, 3], [3.8, 2.42, 2.42]),
    ...pose.rod('steel', 0, [9.4, 3, 3], { length: 3, radius: 0.8, bore: 0.4 }),
  ];
}

const GRENADE: Piece = { size: { x: 11, y: 6.1, z: 6 }, massKg: 0.62, turns: 'any', build: buildGrenade };

/** Hand grenades, a few in a bag or twenty and more in a crate. */
export const grenades: ThreatKind = {
  massesKg: [1, 60],
  mostKgAt: {
    'behind-doors': 60,
    'refrigeration-unit': 10,
    'false-wall': 40,
    'false-floor': 30,
    roof: 15,
    'between-goods': 40,
    'inside-goods': 60,
  },
  build: (massKg, room, random) => {
    const isLayer = Math.min(room.x, room.y, room.z) < 20;
    return packPieces(
      GRENADE,
      massKg,
      room,
      isLayer
        ? 'none'
        : random.pick(massKg < LEAST_FOR_CRATE_KG ? (['bag', 'carton'] as const) : (['bag', 'crate'] as const)),
      random,
    );
  },
};
