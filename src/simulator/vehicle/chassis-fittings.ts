import { block, hollowBlock, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import { buildWheel, type RunningGear, sheet, VEHICLE_WIDTH_CM } from './running-gear.ts';

/** Where the fittings under a frame may hang. */
export interface FrameRoom {
  readonly x: readonly [number, number];
  readonly underside: number;
  readonly deckCm: number;
}

/** What hangs under a trailer's frame between legs and axles: tanks, boxes, the spare wheel, valves, hoses. */
export function buildFittings(room: FrameRoom, gear: RunningGear, random: Random): readonly Solid[] {
  const solids: Solid[] = [];
  const low = room.underside;
  for (let x = room.x[0]; x < room.x[1] - 110; x += random.between(90, 150)) {
    const near = random.chance(0.5);
    const z = near ? 4 : VEHICLE_WIDTH_CM - 52;
    switch (random.pick(['wheel', 'tool-box', 'air-tanks', 'pallet-box', 'valves', 'valves', 'nothing'] as const)) {
      case 'wheel':
        solids.push(
          ...buildWheel(x + 52, room.deckCm - 5 - gear.radiusCm, [z, z + 28], gear),
          block('steel', [x + 48, x + 56], [room.deckCm - 5 - gear.radiusCm, room.deckCm - 8], [z + 28, z + 34], 0.5),
        );
        break;
      case 'tool-box':
        solids.push(
          ...hollowBlock('polyethylene', [x, x + random.between(50, 90)], [low - 46, low - 3], [z, z + 46], 0.8),
          block(
            'steel',
            [x + 6, x + random.between(12, 40)],
            [low - 44, low - random.between(24, 40)],
            [z + 8, z + 30],
            0.25,
          ),
        );
        break;
      case 'air-tanks':
        for (const depth of [90, 150]) {
          solids.push(
            ...tube('steel', random.pick(['x', 'z'] as const), { x: x + 40, y: low - 16, z: depth }, 56, 12.5, 12.1),
          );
        }
        break;
      case 'pallet-box':
        // A cage for spare pallets or lashing gear: a light mesh.
        solids.push(
          block('steel', [x, x + 105], [low - 42, low - 4], [z, z + 46], 0.006),
          ...hollowBlock('wood', [x + 4, x + 98], [low - 38, low - 38 + random.between(8, 28)], [z + 2, z + 44], 3),
        );
        break;
      case 'valves':
        solids.push(
          ...[0, 1, 2].map((index) => {
            const left = x + 10 + index * random.between(18, 30);
            return block('aluminium', [left, left + 9], [low - 4, low + 7], [100, 112], 0.5);
          }),
        );
        break;
      case 'nothing':
        break;
    }
  }
  // Hoses and cables along the frame sag between their clips.
  for (let x = room.x[0]; x < room.x[1] - 60; x += 64) {
    const sag = random.between(3, 9);
    solids.push(
      sheet(
        'rubber',
        [
          [x, low + 12],
          [x, low + 14],
          [x + 32, low + 14 - sag],
          [x + 32, low + 12 - sag],
        ],
        [110, 116],
      ),
      sheet(
        'rubber',
        [
          [x + 32, low + 12 - sag],
          [x + 32, low + 14 - sag],
          [x + 64, low + 14],
          [x + 64, low + 12],
        ],
        [110, 116],
      ),
    );
  }
  return solids;
}

export function buildLandingLegs(x: number, deckCm: number, random: Random): readonly Solid[] {
  const foot = random.between(24, 40);
  return [40, VEHICLE_WIDTH_CM - 52].flatMap((z) => [
    ...hollowBlock('steel', [x, x + 12], [foot + 9, deckCm - 8], [z, z + 12], 0.7),
    ...hollowBlock('steel', [x + 1.5, x + 10.5], [foot + 1, foot + 42], [z + 1.5, z + 10.5], 0.6),
    block('steel', [x - 8, x + 20], [foot, foot + 2.5], [z - 6, z + 18]),
    sheet(
      'steel',
      [
        [x + 12, deckCm - 50],
        [x + 12, deckCm - 45],
        [x + 48, deckCm - 20],
        [x + 48, deckCm - 25],
      ],
      [z + 3, z + 9],
      0.6,
    ),
  ]);
}

/** Bumper, lights, number plate and mud flaps. */
export function buildRearEnd(lengthCm: number, deckCm: number): readonly Solid[] {
  return [
    ...hollowBlock('steel', [lengthCm - 4, lengthCm + 6], [45, 57], [8, VEHICLE_WIDTH_CM - 8], 0.5),
    ...[70, 170].map((z) => block('steel', [lengthCm - 6, lengthCm], [57, deckCm - 20], [z, z + 6], 0.4)),
    ...[20, VEHICLE_WIDTH_CM - 70].flatMap((z) => [
      block('polyethylene', [lengthCm - 2, lengthCm + 4], [72, 90], [z, z + 50], 0.4),
      block('rubber', [lengthCm - 30, lengthCm - 29], [28, 76], [z - 16, z + 46]),
    ]),
  ];
}
