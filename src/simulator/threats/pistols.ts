import type { Random } from '../random.ts';
import type { Block, Solid } from '../solid.ts';
import { type Pose, poseIn } from './pose.ts';
import type { Piece } from './stack.ts';
import type { ThreatKind } from './threat-kind.ts';
import { packPieces } from './wrapping.ts';

/** Slide or drum over a frame and a grip with a magazine, 19 × 13.5 × 3.4 cm. */
function buildPistol(room: Block, random: Random): readonly Solid[] {
  const pose = poseIn(room, random);
  const frame = random.pick(['steel', 'steel', 'aluminium', 'polyethylene'] as const);
  return [
    ...(random.chance(0.75) ? slide(pose) : drum(pose)),
    pose.box(frame, [2, 15], [8.6, 10.4], [0.7, 2.7], frame === 'polyethylene' ? 1 : 0.5),
    pose.box('polyethylene', [11, 16], [0.3, 8.8], [0.4, 3], 0.45),
    pose.box('steel', [6.4, 6.8], [5.8, 8.6], [1.2, 2.2]),
    pose.box('steel', [6.8, 11], [5.8, 6.2], [1.2, 2.2]),
    ...(random.chance(0.6) ? magazine(pose, random.chance(0.5)) : []),
  ];
}

function slide(pose: Pose): readonly Solid[] {
  return [
    pose.box('steel', [0.5, 18.5], [10.5, 13.2], [0.4, 3], 0.44),
    ...pose.rod('steel', 0, [7, 11.9, 1.7], { length: 11.5, radius: 0.8, bore: 0.45 }),
  ];
}

function drum(pose: Pose): readonly Solid[] {
  return [
    ...pose.rod('steel', 0, [5.5, 11.9, 1.7], { length: 10.5, radius: 0.95, bore: 0.45 }),
    ...pose.rod('steel', 0, [12.6, 11.2, 1.7], { length: 4, radius: 1.65, bore: 1.05 }),
    pose.box('steel', [10.3, 16.5], [12.3, 13.2], [1, 2.4]),
    pose.box('steel', [14.8, 17], [8.8, 12.5], [0.9, 2.5], 0.8),
  ];
}

function magazine(pose: Pose, isLoaded: boolean): readonly Solid[] {
  return [
    pose.box('steel', [11.8, 15.2], [0.4, 8.8], [0.8, 2.6], 0.16),
    ...(isLoaded
      ? [
          pose.box('copper', [12, 15], [1.5, 8.6], [0.9, 2.5], 0.22),
          pose.box('lead', [12, 13.4], [1.5, 8.6], [0.9, 2.5], 0.35),
        ]
      : []),
  ];
}

const PISTOL: Piece = { size: { x: 19, y: 13.5, z: 3.4 }, massKg: 0.9, turns: 'any', build: buildPistol };

/** Handguns, loose or many in a bag or carton. */
export const pistols: ThreatKind = {
  massesKg: [1, 60],
  mostKgAt: {
    'behind-doors': 60,
    'refrigeration-unit': 12,
    'false-wall': 60,
    'false-floor': 30,
    roof: 20,
    'between-goods': 40,
    'inside-goods': 60,
  },
  build: (massKg, room, random) => {
    const isLayer = Math.min(room.x, room.y, room.z) < 20;
    const wrapping = isLayer || massKg < 2 ? 'none' : random.pick(['none', 'bag', 'carton', 'carton'] as const);
    return packPieces(PISTOL, massKg, room, wrapping, random);
  },
};
