import { block, hollowBlock, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { sheet, VEHICLE_WIDTH_CM } from './running-gear.ts';

interface RailWagon {
  readonly solids: readonly Solid[];
  readonly x: Span;
}

/** A flat wagon under the container: two bogies on rails, fish-bellied sills, spigots, buffers and couplings. */
export function buildRailWagon(lengthCm: number, deckCm: number, random: Random): RailWagon {
  const front = -random.between(60, 130);
  const rear = lengthCm + random.between(60, 130);
  const depth = random.between(38, 55);
  const low = deckCm - depth;
  const bogies = [front + random.between(150, 190), rear - random.between(150, 190)];
  const solids: Solid[] = [
    ...[30, 205].flatMap((z) => [
      block('steel', [front, rear], [deckCm - 20, deckCm - 1], [z, z + 1.2]),
      block('steel', [front, rear], [deckCm - 3, deckCm - 1], [z - 7, z + 8]),
      // Deeper towards the middle.
      sheet(
        'steel',
        [
          [front + 180, deckCm - 20],
          [rear - 180, deckCm - 20],
          [rear - 330, low],
          [front + 330, low],
        ],
        [z, z + 1.2],
      ),
      block('steel', [front + 330, rear - 330], [low - 2, low], [z - 7, z + 8]),
    ]),
    block('steel', [front, rear], [deckCm - 26, deckCm - 4], [112, 132], 0.12),
  ];
  for (let x = front + 60; x < rear - 40; x += random.between(95, 150)) {
    solids.push(block('steel', [x, x + 1], [deckCm - 22, deckCm - 3], [14, VEHICLE_WIDTH_CM - 14], 0.6));
  }
  for (const x of bogies) solids.push(...bogie(x, random));
  for (const x of [6, lengthCm - 16]) {
    for (const z of [4, VEHICLE_WIDTH_CM - 14])
      solids.push(block('steel', [x, x + 10], [deckCm - 8, deckCm + 5], [z, z + 10], 0.8));
  }
  for (const [x, side] of [
    [front, -1],
    [rear, 1],
  ] as const) {
    solids.push(...coupling(x, side, deckCm));
  }
  const brakes = (front + rear) / 2;
  solids.push(
    ...tube('steel', 'x', { x: brakes - 60, y: low - 16, z: 90 }, 80, 15, 14.5),
    ...tube('steel', 'x', { x: brakes + 60, y: low - 14, z: 150 }, 50, 11, 10),
    ...tube('steel', 'x', { x: brakes, y: low - 6, z: 122 }, 500, 2, 0),
    ...[60, 184].map((z) => block('steel', [front - 60, rear + 60], [-2, 14], [z, z + 7], 0.55)),
  );
  return { solids, x: [front - 60, rear + 60] };
}

/** Two wheel sets in a cast frame with coil springs. */
function bogie(x: number, random: Random): readonly Solid[] {
  const base = random.between(86, 95);
  const radius = random.between(41, 46);
  const sides = [24, 204] as const;
  return [
    ...[-base, base].flatMap((away) => [
      ...sides.flatMap((z) => tube('steel', 'z', { x: x + away, y: 14 + radius, z: z + 34 }, 13, radius, radius - 6)),
      ...sides.flatMap((z) => tube('steel', 'z', { x: x + away, y: 14 + radius, z: z + 34 }, 3, radius - 6, 9)),
      ...tube('steel', 'z', { x: x + away, y: 14 + radius, z: VEHICLE_WIDTH_CM / 2 }, 190, 8, 0),
      ...sides.flatMap((z) => block('steel', [x + away - 14, x + away + 14], [44, 74], [z, z + 16], 0.5)),
    ]),
    ...sides.flatMap((z) => [
      block('steel', [x - base - 20, x + base + 20], [72, 84], [z, z + 14], 0.35),
      ...[-22, 0, 22].flatMap((away) => tube('steel', 'y', { x: x + away, y: 58, z: z + 8 }, 26, 7, 4.5)),
    ]),
    ...hollowBlock('steel', [x - 22, x + 22], [66, 92], [30, VEHICLE_WIDTH_CM - 30], 1.6),
  ];
}

function coupling(x: number, side: -1 | 1, deckCm: number): readonly Solid[] {
  const buffer = (z: number) => [
    ...tube('steel', 'x', { x: x + side * 22, y: deckCm - 12, z }, 40, 9, 5),
    ...tube('steel', 'x', { x: x + side * 46, y: deckCm - 12, z }, 4, 22, 0),
  ];
  return [
    ...hollowBlock(
      'steel',
      [Math.min(x, x + side * 8), Math.max(x, x + side * 8)],
      [deckCm - 30, deckCm],
      [10, VEHICLE_WIDTH_CM - 10],
      1.4,
    ),
    ...buffer(36),
    ...buffer(208),
    block(
      'steel',
      [Math.min(x, x + side * 40), Math.max(x, x + side * 40)],
      [deckCm - 18, deckCm - 8],
      [116, 128],
      0.7,
    ),
  ];
}
