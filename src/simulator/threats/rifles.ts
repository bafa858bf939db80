import type { Random } from '../random.ts';
import type { Block, Solid } from '../solid.ts';
import { poseIn } from './pose.ts';
import type { Piece } from './stack.ts';
import type { ThreatKind } from './threat-kind.ts';
import { LEAST_FOR_CRATE_KG, packPieces } from './wrapping.ts';

/** Barrel, gas tube, receiver with bolt, furniture of wood or polymer and a curved magazine: 90 × 22 × 6 cm. */
function buildRifle(room: Block, random: Random): readonly Solid[] {
  const pose = poseIn(room, random);
  const furniture = random.pick(['wood', 'wood', 'polyethylene'] as const);
  const receiver = random.chance(0.7)
    ? ({ of: 'steel', packing: 0.3 } as const)
    : ({ of: 'aluminium', packing: 0.7 } as const);
  const muzzle = random.between(0, 10);
  const solids = [
    ...pose.rod('steel', 0, [(muzzle + 46) / 2, 19, 3], { length: 46 - muzzle, radius: 0.85, bore: 0.38 }),
    ...pose.rod('steel', 0, [33, 20.6, 3], { length: 20, radius: 0.8, bore: 0.6 }),
    pose.box('steel', [muzzle + 1, muzzle + 2.5], [19, 21.8], [2.4, 3.6], 0.6),
    pose.box(furniture, [27, 42], [16.8, 21], [0.8, 5.2], 0.75),
    pose.box(receiver.of, [42, 68], [16, 21], [1.2, 4.8], receiver.packing),
    pose.box('steel', [46, 61], [18.4, 20.4], [2, 4], 0.75),
    // The stock falls away towards the butt.
    pose.box(furniture, [68, 76], [14.5, 19.8], [1.4, 4.6], 0.8),
    pose.box(furniture, [76, 83], [11.5, 18.8], [1.2, 4.8], 0.8),
    pose.box(furniture, [83, 89], [8.5, 18], [1, 5], 0.8),
    pose.box('steel', [89, 89.5], [8.5, 18], [1, 5]),
    pose.box('polyethylene', [63, 67], [7, 16], [1.6, 4.4], 0.8),
  ];
  if (!random.chance(0.7)) return solids;
  const isLoaded = random.chance(0.4);
  return solids.concat(
    [0, 1, 2].flatMap((step) => {
      const along = [48 - 2.2 * step, 55 - 2.2 * step] as const;
      const down = [11.5 - 4.5 * step, 16 - 4.5 * step] as const;
      return [
        pose.box('steel', along, down, [1.8, 4.2], 0.1),
        ...(isLoaded ? [pose.box('copper', along, down, [1.9, 4.1], 0.2)] : []),
      ];
    }),
  );
}

const RIFLE: Piece = { size: { x: 90, y: 22, z: 6 }, massKg: 3.6, turns: 'any', build: buildRifle };

/** Assault rifles, single ones laid down or stood up, several in a bag or crate. */
export const rifles: ThreatKind = {
  massesKg: [3, 140],
  mostKgAt: {
    'behind-doors': 140,
    'false-wall': 100,
    'false-floor': 80,
    roof: 40,
    'between-goods': 60,
    'inside-goods': 140,
  },
  build: (massKg, room, random) => {
    const isLayer = Math.min(room.x, room.y, room.z) < 24;
    const holdsCrate = Math.max(room.x, room.z) > 96 && massKg >= LEAST_FOR_CRATE_KG;
    const wrapping = isLayer || !holdsCrate ? 'none' : random.pick(['none', 'crate'] as const);
    return packPieces(RIFLE, massKg, room, wrapping, random);
  },
};
