import { block, hollowBlock, solidOf, tube } from './build-solid.ts';
import type { Random } from './random.ts';
import type { Solid, Span } from './solid.ts';

/** Lane coordinates: the chassis begins at x = 0 under the container's front, y is measured from the ground. */
export interface Vehicle {
  readonly solids: readonly Solid[];
  /** How far the vehicle reaches before the container's front and behind its rear. */
  readonly x: Span;
}

const WIDTH_CM = 243.8;
const WHEEL_RADIUS_CM = 50;

/** A skeletal semi-trailer whose top is at `deckCm`, with gooseneck, landing legs, three axles and twist-lock bolsters. */
export function buildChassis(lengthCm: number, deckCm: number, random: Random): readonly Solid[] {
  const solids: Solid[] = [];
  const neckEnd = lengthCm > 700 ? 330 : 160;
  const beamDepth = random.between(34, 46);
  const beams: readonly Span[] = [
    [72, 74],
    [170, 172],
  ];
  for (const z of beams) {
    const flange: Span = [z[0] - 6, z[1] + 6];
    solids.push(
      // The neck is shallow, so that it fits over the tractor; the main beam is deep.
      block('steel', [-25, neckEnd - 60], [deckCm - 16, deckCm - 2], [z[0], z[0] + 1]),
      block('steel', [-25, neckEnd - 60], [deckCm - 3.5, deckCm - 2], flange),
      block('steel', [-25, neckEnd - 60], [deckCm - 17.5, deckCm - 16], flange),
      prism(
        'steel',
        [
          [neckEnd - 60, deckCm - 2],
          [neckEnd, deckCm - 2],
          [neckEnd, deckCm - beamDepth],
          [neckEnd - 60, deckCm - 16],
        ],
        [z[0], z[0] + 1],
      ),
      block('steel', [neckEnd, lengthCm + 5], [deckCm - beamDepth, deckCm - 2], [z[0], z[0] + 0.8]),
      block('steel', [neckEnd, lengthCm + 5], [deckCm - 3.5, deckCm - 2], flange),
      block('steel', [neckEnd, lengthCm + 5], [deckCm - beamDepth - 1.5, deckCm - beamDepth], flange),
    );
  }
  for (const x of [4, ...(lengthCm > 700 ? [lengthCm / 2 - 12, lengthCm / 2 + 8] : []), lengthCm - 16]) {
    solids.push(
      ...hollowBlock('steel', [x, x + 12], [deckCm - 15, deckCm - 1], [4, WIDTH_CM - 4], 0.6),
      block('steel', [x + 2, x + 11], [deckCm - 4, deckCm + 5], [3, 13], 0.8),
      block('steel', [x + 2, x + 11], [deckCm - 4, deckCm + 5], [WIDTH_CM - 13, WIDTH_CM - 3], 0.8),
    );
  }
  for (let x = neckEnd + 40; x < lengthCm - 30; x += random.between(90, 140)) {
    solids.push(block('steel', [x, x + 0.8], [deckCm - beamDepth + 4, deckCm - 6], [12, WIDTH_CM - 12], 0.5));
  }
  const firstAxle = lengthCm - (lengthCm > 700 ? random.between(390, 430) : random.between(230, 260));
  for (let axle = 0; axle < (lengthCm > 700 ? 3 : 2); axle++) solids.push(...buildAxle(firstAxle + axle * 131, random));
  solids.push(...landingLegs(neckEnd + random.between(20, 60), deckCm));
  solids.push(...rearEnd(lengthCm, deckCm));
  if (random.chance(0.6)) {
    const x = neckEnd + random.between(130, 220);
    solids.push(...wheel(x, deckCm - beamDepth - 30, [20, 48]));
  }
  if (random.chance(0.5)) {
    const x = neckEnd + random.between(240, 330);
    solids.push(
      ...hollowBlock('polyethylene', [x, x + 70], [deckCm - beamDepth - 48, deckCm - beamDepth - 3], [4, 50], 0.8),
    );
  }
  return solids;
}

/** The rear of a tractor, and with luck all of it: frame, fifth wheel, driven axles, tank, cab with engine. */
export function buildTractor(deckCm: number, withCab: boolean, random: Random): Vehicle {
  const solids: Solid[] = [];
  const front = withCab ? -random.between(290, 330) : -random.between(110, 190);
  for (const z of [82, 162]) {
    solids.push(
      block('steel', [front, 200], [78, 104], [z, z + 0.8]),
      block('steel', [front, 200], [102.5, 104], [z - 4, z + 4]),
      block('steel', [front, 200], [78, 79.5], [z - 4, z + 4]),
    );
  }
  solids.push(
    block('steel', [55, 145], [deckCm - 21, deckCm - 17.5], [78, 168], 0.6),
    block('steel', [70, 130], [104, deckCm - 21], [88, 158], 0.18),
    ...buildAxle(40, random),
    ...buildAxle(172, random),
    ...tube('aluminium', 'x', { x: -95, y: 72, z: 28 }, 100, 30, 29.6),
    solidOf('diesel', { kind: 'box', x: [-143, -47], y: [46, 46 + random.between(10, 36)], z: [6, 48] }),
  );
  if (withCab) solids.push(...buildCab(front, random));
  return { solids, x: [front, 0] };
}

function buildCab(front: number, random: Random): readonly Solid[] {
  const back = front + 215;
  const roofCm = random.between(290, 350);
  const outline: readonly (readonly [number, number])[] = [
    [front, 60],
    [front, 170],
    [front + 30, roofCm - 60],
    [front + 75, roofCm],
    [back, roofCm],
    [back, 95],
    [front + 140, 60],
  ];
  const side = (z: number) => prism('steel', outline, [z, z + 0.12]);
  return [
    side(2),
    side(WIDTH_CM - 2),
    block('steel', [back - 3, back], [100, roofCm], [4, WIDTH_CM - 4], 0.02),
    block('steel', [front + 75, back], [roofCm - 3, roofCm], [4, WIDTH_CM - 4], 0.03),
    block('steel', [front, front + 4], [60, 160], [4, WIDTH_CM - 4], 0.05),
    block('steel', [front + 20, back], [118, 121], [8, WIDTH_CM - 8], 0.08),
    // Engine and gearbox: a cast block with hollows.
    block('steel', [front + 25, front + 135], [62, 116], [85, 160], 0.32),
    block('aluminium', [front + 135, front + 215], [68, 104], [98, 146], 0.4),
    block('aluminium', [front + 8, front + 15], [70, 150], [60, 185], 0.3),
    ...[45, 165].flatMap((z) => [
      block('polyethylene', [front + 95, front + 145], [140, 158], [z, z + 48], 0.12),
      block('polyethylene', [front + 135, front + 150], [150, 225], [z, z + 48], 0.1),
      block('steel', [front + 98, front + 142], [128, 140], [z + 4, z + 44], 0.03),
    ]),
    ...tube('steel', 'z', { x: front + 75, y: 172, z: 68 }, 3, 22, 20),
    ...buildAxle(front + 90, random),
  ];
}

function buildAxle(x: number, random: Random): readonly Solid[] {
  return [
    ...wheel(x, WHEEL_RADIUS_CM, [2, 31]),
    ...wheel(x, WHEEL_RADIUS_CM, [34, 63]),
    ...wheel(x, WHEEL_RADIUS_CM, [WIDTH_CM - 63, WIDTH_CM - 34]),
    ...wheel(x, WHEEL_RADIUS_CM, [WIDTH_CM - 31, WIDTH_CM - 2]),
    ...tube('steel', 'z', { x, y: WHEEL_RADIUS_CM, z: WIDTH_CM / 2 }, WIDTH_CM - 60, 6.5, 5),
    // Brake drums and hubs.
    ...[50, WIDTH_CM - 50].flatMap((z) => tube('steel', 'z', { x, y: WHEEL_RADIUS_CM, z }, 22, 20, 17.5)),
    // Air springs and trailing arms.
    ...[68, WIDTH_CM - 68].flatMap((z) => [
      ...tube('rubber', 'y', { x: x + 38, y: 66, z }, 26, 13, 11.5),
      prism(
        'steel',
        [
          [x - 55, 72],
          [x - 55, 80],
          [x + 45, 54],
          [x + 45, 46],
        ],
        [z - 4, z + 4],
        0.5,
      ),
    ]),
    block('steel', [x - 60, x - 50], [72, 72 + random.between(18, 26)], [60, WIDTH_CM - 60], 0.03),
    ...mudguard(x),
  ];
}

function mudguard(x: number): readonly Solid[] {
  const segments = [
    [-62, 62, -46, 92],
    [-46, 92, -18, 108],
    [-18, 108, 18, 108],
    [18, 108, 46, 92],
    [46, 92, 62, 62],
  ] as const;
  return [2, WIDTH_CM - 64].flatMap((z) =>
    segments.map(([x0, y0, x1, y1]) =>
      prism(
        'polyethylene',
        [
          [x + x0, y0],
          [x + x0, y0 + 0.7],
          [x + x1, y1 + 0.7],
          [x + x1, y1],
        ],
        [z, z + 62],
      ),
    ),
  );
}

function wheel(x: number, y: number, z: Span): readonly Solid[] {
  const middle = (z[0] + z[1]) / 2;
  const width = z[1] - z[0];
  const at = (depth: number) => ({ x, y, z: depth });
  return [
    // Tread with steel belts, two side walls, rim, disc.
    ...tube('rubber', 'z', at(middle), width, 50, 47.5),
    ...tube('steel', 'z', at(middle), width - 6, 48, 47.8),
    ...tube('rubber', 'z', at(z[0] + 0.8), 1.6, 48, 29),
    ...tube('rubber', 'z', at(z[1] - 0.8), 1.6, 48, 29),
    ...tube('steel', 'z', at(middle), width - 4, 29, 28.3),
    ...tube('steel', 'z', at(middle), 1, 28.3, 9),
    ...tube('steel', 'z', at(middle), 14, 12, 6),
  ];
}

function landingLegs(x: number, deckCm: number): readonly Solid[] {
  return [40, WIDTH_CM - 52].flatMap((z) => [
    ...hollowBlock('steel', [x, x + 12], [38, deckCm - 8], [z, z + 12], 0.7),
    ...hollowBlock('steel', [x + 1.5, x + 10.5], [30, 70], [z + 1.5, z + 10.5], 0.6),
    block('steel', [x - 8, x + 20], [29, 31.5], [z - 6, z + 18]),
  ]);
}

function rearEnd(lengthCm: number, deckCm: number): readonly Solid[] {
  return [
    ...hollowBlock('steel', [lengthCm - 4, lengthCm + 6], [45, 57], [8, WIDTH_CM - 8], 0.5),
    ...[70, 170].map((z) => block('steel', [lengthCm - 6, lengthCm], [57, deckCm - 20], [z, z + 6], 0.4)),
    block('polyethylene', [lengthCm - 2, lengthCm + 4], [72, 90], [20, 70], 0.4),
    block('polyethylene', [lengthCm - 2, lengthCm + 4], [72, 90], [WIDTH_CM - 70, WIDTH_CM - 20], 0.4),
  ];
}

function prism(
  material: 'steel' | 'polyethylene',
  outline: readonly (readonly [number, number])[],
  z: Span,
  packing = 1,
): Solid {
  return solidOf(material, { kind: 'prism', outline, z }, packing);
}
