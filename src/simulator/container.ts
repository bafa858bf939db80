import { block, hollowBlock, tube } from './build-solid.ts';
import type { Random } from './random.ts';
import type { Solid, Span } from './solid.ts';

/** Outer sizes by ISO 668 and ISO 1496-1, in centimetres. */
export const CONTAINER_TYPES = {
  '20ft': { lengthCm: 605.8, heightCm: 259.1 },
  '40ft': { lengthCm: 1219.2, heightCm: 259.1 },
  '40ft-high-cube': { lengthCm: 1219.2, heightCm: 289.6 },
} as const;
export type ContainerType = keyof typeof CONTAINER_TYPES;

export const CONTAINER_WIDTH_CM = 243.8;
const FLOOR_TOP_CM = 17.5;
const WALL_DEPTH_CM = 4.5;

/** The room for cargo, in the container's own coordinates: x from the front wall to the doors, y up, z away. */
export interface CargoSpace {
  readonly x: Span;
  readonly y: Span;
  readonly z: Span;
}

export function cargoSpaceOf(type: ContainerType): CargoSpace {
  const { lengthCm, heightCm } = CONTAINER_TYPES[type];
  return {
    x: [10, lengthCm - 12],
    y: [FLOOR_TOP_CM, heightCm - 12],
    z: [WALL_DEPTH_CM, CONTAINER_WIDTH_CM - WALL_DEPTH_CM],
  };
}

/**
 * A dry box container: castings, posts, rails, corrugated walls and roof, cross-members under a plywood floor, doors.
 * Front wall at x = 0, doors at x = length, near side at z = 0.
 */
export function buildContainer(type: ContainerType, random: Random): readonly Solid[] {
  const { lengthCm, heightCm } = CONTAINER_TYPES[type];
  return [
    ...cornerCastings(lengthCm, heightCm),
    ...rails(lengthCm, heightCm),
    ...sideWalls(lengthCm, heightCm, random),
    ...roof(lengthCm, heightCm),
    ...floor(lengthCm, random),
    ...frontEnd(heightCm),
    ...doorEnd(lengthCm, heightCm, random),
    ...lashingRings(lengthCm, heightCm),
  ];
}

const SIDES: readonly Span[] = [
  [0, 16.2],
  [CONTAINER_WIDTH_CM - 16.2, CONTAINER_WIDTH_CM],
];

function cornerCastings(lengthCm: number, heightCm: number): readonly Solid[] {
  return [0, lengthCm - 17.8].flatMap((x) =>
    [0, heightCm - 11.8].flatMap((y) =>
      SIDES.flatMap((z) => [
        ...hollowBlock('steel', [x, x + 17.8], [y, y + 11.8], z, 2.2),
        // The oval hole through which twist-locks and hooks reach: bright in a scan, because it goes right through.
        block('steel', [x + 5.9, x + 11.9], [y + 2.6, y + 9.2], [z[0], z[0] + 2.2], -1),
        block('steel', [x + 5.9, x + 11.9], [y + 2.6, y + 9.2], [z[1] - 2.2, z[1]], -1),
      ]),
    ),
  );
}

function rails(lengthCm: number, heightCm: number): readonly Solid[] {
  const along: Span = [17.8, lengthCm - 17.8];
  return [0, CONTAINER_WIDTH_CM - 6].flatMap((z) => [
    ...hollowBlock('steel', along, [heightCm - 8, heightCm - 2], [z, z + 6], 0.4),
    block('steel', along, [1.5, 17.7], [z + 2, z + 2.45]),
    block('steel', along, [1.5, 2], [z, z + 5]),
    block('steel', along, [17.2, 17.7], [z, z + 5]),
  ]);
}

function sideWalls(lengthCm: number, heightCm: number, random: Random): readonly Solid[] {
  const sheetCm = random.between(0.16, 0.2);
  return [1, CONTAINER_WIDTH_CM - 1 - sheetCm].flatMap((z) => {
    const y: Span = [17, heightCm - 7];
    const depth: Span = [z, z + sheetCm];
    const solids = [block('steel', [15, lengthCm - 15], y, depth)];
    // One corrugation: outer face 7.2, slope 6.8, inner face 7.0, slope 6.8 cm; a slope is 13 % longer along the beam.
    for (let x = 17 + random.between(0, 27.8); x < lengthCm - 30; x += 27.8) {
      solids.push(block('steel', [x, x + 6.8], y, depth, 0.13), block('steel', [x + 13.8, x + 20.6], y, depth, 0.13));
    }
    return solids;
  });
}

function roof(lengthCm: number, heightCm: number): readonly Solid[] {
  const z: Span = [3, CONTAINER_WIDTH_CM - 3];
  const y: Span = [heightCm - 3.4, heightCm - 3.2];
  const solids = [block('steel', [10, lengthCm - 10], y, z)];
  for (let x = 30; x < lengthCm - 30; x += 20.9) solids.push(block('steel', [x, x + 5.5], y, z, 0.1));
  return solids;
}

function floor(lengthCm: number, random: Random): readonly Solid[] {
  const z: Span = [4, CONTAINER_WIDTH_CM - 4];
  const solids = [block('wood', [8, lengthCm - 10], [14.7, FLOOR_TOP_CM], z, 1.15)];
  const spacing = random.between(28, 34);
  for (let x = 20; x < lengthCm - 20; x += spacing) {
    solids.push(
      block('steel', [x, x + 0.45], [2.5, 14.7], z),
      block('steel', [x, x + 4.5], [14.3, 14.7], z, 0.5),
      block('steel', [x, x + 4.5], [2.5, 2.9], z, 0.5),
    );
  }
  return solids;
}

function posts(x: Span, heightCm: number, wallCm: number): readonly Solid[] {
  return SIDES.flatMap((z) => hollowBlock('steel', x, [11.8, heightCm - 11.8], z, wallCm));
}

function frontEnd(heightCm: number): readonly Solid[] {
  const z: Span = [8, CONTAINER_WIDTH_CM - 8];
  return [
    ...posts([0, 11], heightCm, 0.6),
    // The corrugated front wall is seen edge-on: its 2 mm of steel spread over the depth of the corrugation.
    block('steel', [2, 6.5], [12, heightCm - 8], z, 0.055),
    ...hollowBlock('steel', [1, 7], [heightCm - 10, heightCm - 3], z, 0.4),
    block('steel', [1, 6], [2, 15], z, 0.12),
  ];
}

function doorEnd(lengthCm: number, heightCm: number, random: Random): readonly Solid[] {
  const z: Span = [10, CONTAINER_WIDTH_CM - 10];
  const outside = lengthCm - 1.8;
  const solids = [
    ...posts([lengthCm - 13, lengthCm - 1], heightCm, 0.9),
    block('steel', [lengthCm - 7.6, lengthCm - 3.6], [15, heightCm - 12], z, 0.065),
    block('rubber', [lengthCm - 6, lengthCm - 4], [15, heightCm - 12], [10, 16]),
    ...hollowBlock('steel', [lengthCm - 12, lengthCm - 2], [heightCm - 11, heightCm - 2], z, 0.4),
    ...hollowBlock('steel', [lengthCm - 12, lengthCm - 2], [2, 15], z, 0.5),
  ];
  for (const [index, depth] of [35, 95, 150, 210].entries()) {
    const shift = random.between(-4, 4);
    solids.push(
      ...tube('steel', 'y', { x: outside, y: heightCm / 2, z: depth + shift }, heightCm - 16, 1.7, 1.3),
      block('steel', [outside - 3, outside + 3], [8, 18], [depth - 5, depth + 5], 0.6),
      block('steel', [outside - 3, outside + 3], [heightCm - 17, heightCm - 8], [depth - 5, depth + 5], 0.6),
      // Handles and their brackets sit a little higher on every other rod.
      block(
        'steel',
        [outside - 4, outside + 1.8],
        [96 + 9 * (index % 2), 103 + 9 * (index % 2)],
        [depth - 20, depth + 20],
        0.3,
      ),
    );
  }
  for (let hinge = 0; hinge < 4; hinge++) {
    const y = 30 + (hinge * (heightCm - 70)) / 3;
    for (const side of SIDES)
      solids.push(block('steel', [lengthCm - 9, lengthCm], [y, y + 11], [side[0] + 3, side[0] + 11]));
  }
  return solids;
}

function lashingRings(lengthCm: number, heightCm: number): readonly Solid[] {
  const solids: Solid[] = [];
  for (let x = 60; x < lengthCm - 40; x += 118) {
    for (const y of [19, heightCm - 12]) {
      for (const z of [6, CONTAINER_WIDTH_CM - 8]) {
        solids.push(...tube('steel', 'z', { x, y: y + 1.5, z }, 1.2, 3, 1.9));
      }
    }
  }
  return solids;
}
