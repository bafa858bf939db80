import { block, hollowBlock, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Block, Solid, Span } from '../solid.ts';
import { CONTAINER_WIDTH_CM } from './container-types.ts';

/** How deep the unit is, from the front of the container. */
export const UNIT_DEPTH_CM = 42;
/** The insulated bulkhead between the unit and the goods. */
export const UNIT_BULKHEAD_CM = 7;

/** Depths along the beam: machinery stands in the middle and far part, the near part is ducts and empty room. */
const MACHINERY: Span = [96, CONTAINER_WIDTH_CM - 22];
const FREE: Span = [22, 92];
const ACROSS: Span = [17, CONTAINER_WIDTH_CM - 17];

/**
 * An integral refrigeration unit: evaporator with fans above, compressor, condenser and controls below, held by a frame
 * and closed towards the goods by an insulated bulkhead.
 */
export function buildRefrigerationUnit(heightCm: number, random: Random): readonly Solid[] {
  const bulkhead: Span = [UNIT_DEPTH_CM, UNIT_DEPTH_CM + UNIT_BULKHEAD_CM];
  return [
    ...buildFrame(heightCm),
    ...buildCasing(heightCm, random),
    block('aluminium', [bulkhead[0], bulkhead[0] + 0.2], [30, heightCm - 10], ACROSS, 0.5),
    block('polyethylene', bulkhead, [30, heightCm - 10], ACROSS, 0.05),
    block('steel', [bulkhead[1] - 0.2, bulkhead[1]], [40, heightCm - 22], ACROSS, 0.4),
    ...buildEvaporator(heightCm, random),
    ...buildCompressor(random),
    ...buildCondenser(heightCm, random),
    ...buildControls(heightCm, random),
    ...buildPipes(heightCm, random),
  ];
}

/** Rooms in the unit that machinery leaves free, roomiest first. */
export function freeRoomInUnit(heightCm: number): readonly Block[] {
  return [
    { x: [6, UNIT_DEPTH_CM - 3], y: [20, 0.36 * heightCm], z: FREE },
    { x: [6, UNIT_DEPTH_CM - 3], y: [0.42 * heightCm, 0.6 * heightCm], z: FREE },
    { x: [8, UNIT_DEPTH_CM - 3], y: [0.66 * heightCm, heightCm - 26], z: FREE },
  ];
}

function buildFrame(heightCm: number): readonly Solid[] {
  return [
    ...[0.38, 0.63].flatMap((share) =>
      hollowBlock('steel', [1, 9], [share * heightCm, share * heightCm + 5], ACROSS, 0.3),
    ),
    ...[0.05, 0.39, 0.64].map((share) =>
      block('aluminium', [2, 2.5], [share * heightCm + 4, share * heightCm + 70], ACROSS, 0.1),
    ),
    ...[19, CONTAINER_WIDTH_CM - 25].flatMap((z) =>
      hollowBlock('aluminium', [8, 14], [16, heightCm - 14], [z, z + 6], 0.3),
    ),
    block('steel', [6, UNIT_DEPTH_CM], [16, 17], ACROSS, 0.4),
    block('aluminium', [8, UNIT_DEPTH_CM], [0.62 * heightCm, 0.62 * heightCm + 0.4], ACROSS),
  ];
}

/** Ducts, panels, brackets and wiring, seen edge-on all across the unit: what makes it grey where no machine stands. */
function buildCasing(heightCm: number, random: Random): readonly Solid[] {
  const solids: Solid[] = [];
  for (const [from, to] of [
    [0.07, 0.37],
    [0.37, 0.63],
    [0.63, 0.94],
  ] as const) {
    const y: Span = [from * heightCm, to * heightCm];
    solids.push(block('aluminium', [4, UNIT_DEPTH_CM - 1], y, ACROSS, random.between(0.016, 0.034)));
    for (let panel = random.integer(3, 6); panel > 0; panel--) {
      const x = random.between(3, UNIT_DEPTH_CM - 4);
      solids.push(block('aluminium', [x, x + random.between(0.3, 2.2)], y, ACROSS, random.between(0.01, 0.06)));
    }
  }
  return solids;
}

/** Finned copper coil and the motors of two or three fans over it. */
function buildEvaporator(heightCm: number, random: Random): readonly Solid[] {
  const y = random.between(0.66, 0.7) * heightCm;
  const coil: Span = [14, UNIT_DEPTH_CM - 4];
  const fans = random.integer(2, 3);
  return [
    block('aluminium', coil, [y, y + 34], MACHINERY, 0.05),
    block('copper', coil, [y, y + 34], MACHINERY, 0.016),
    ...[0.1, 0.35, 0.6, 0.85].flatMap((share) =>
      tube('copper', 'z', { x: coil[0] + share * (coil[1] - coil[0]), y: y + 36, z: 140 }, 90, 1, 0.7),
    ),
    ...Array.from({ length: fans }, (_, fan) => fan).flatMap((fan) => {
      const z = 80 + fan * (fans === 2 ? 85 : 50);
      const at = { x: random.between(20, 27), y: y + 50 - fan * random.between(0, 30), z };
      return [
        ...tube('steel', 'y', at, 16, 7, 3.5),
        ...tube('copper', 'y', at, 9, 5, 2.5),
        ...tube('aluminium', 'y', { ...at, y: at.y + 13 }, 4, 17, 16.4),
        block('polyethylene', [at.x - 16, at.x + 16], [at.y + 12, at.y + 14], [z - 16, z + 16], 0.3),
      ];
    }),
  ];
}

function buildCompressor(random: Random): readonly Solid[] {
  const x = random.between(18, 24);
  const z = random.between(120, 180);
  const y = random.between(22, 45);
  const isUpright = random.chance(0.5);
  const height = random.between(32, 46);
  return [
    ...tube('steel', isUpright ? 'y' : 'z', { x, y: y + (isUpright ? height / 2 : 14), z }, height, 13, 9.5),
    ...tube('copper', isUpright ? 'y' : 'z', { x, y: y + (isUpright ? height / 2 : 14), z }, height * 0.5, 8, 3.5),
    block('steel', [x - 6, x + 7], [y - 4, y], [z - 20, z + 20], 0.4),
    ...tube('steel', 'y', { x: x - 4, y: y + 30, z: z - 42 }, 46, 5.5, 5.1),
  ];
}

function buildCondenser(heightCm: number, random: Random): readonly Solid[] {
  const y = random.between(0.43, 0.47) * heightCm;
  return [
    block('aluminium', [6, 14], [y, y + 40], MACHINERY, 0.06),
    block('copper', [6, 14], [y, y + 40], MACHINERY, 0.018),
    ...tube('steel', 'x', { x: 24, y: y + 20, z: 150 }, 18, 7.5, 4),
    ...tube('copper', 'x', { x: 24, y: y + 20, z: 150 }, 9, 5, 2.5),
    ...tube('aluminium', 'x', { x: 18, y: y + 20, z: 150 }, 5, 19, 18.4),
  ];
}

/** Controller, contactors and transformer: many small dense parts in a box. */
function buildControls(heightCm: number, random: Random): readonly Solid[] {
  const y = random.between(0.24, 0.32) * heightCm;
  const z: Span = [CONTAINER_WIDTH_CM - 90, CONTAINER_WIDTH_CM - 30];
  const solids: Solid[] = [...hollowBlock('aluminium', [8, 28], [y, y + 46], z, 0.25)];
  for (let part = random.integer(6, 12); part > 0; part--) {
    const x = random.between(9, 22);
    const up = y + random.between(1, 38);
    const depth = random.between(z[0] + 2, z[1] - 12);
    const material = random.pick(['copper', 'steel', 'polyethylene', 'aluminium'] as const);
    const packing = random.between(0.1, 0.5);
    solids.push(
      block(material, [x, x + random.between(2, 5)], [up, up + random.between(2, 7)], [depth, depth + 10], packing),
    );
  }
  const [x, up] = [random.between(10, 18), y + random.between(2, 10)];
  solids.push(block('steel', [x, x + 9], [up, up + 9], [z[0] + 4, z[0] + 13], 0.6));
  return solids;
}

function buildPipes(heightCm: number, random: Random): readonly Solid[] {
  return Array.from({ length: random.integer(5, 9) }, () => {
    const radius = random.between(0.6, 1.6);
    const length = random.between(40, 150);
    const at = {
      x: random.between(9, UNIT_DEPTH_CM - 5),
      y: 22 + length / 2 + random.unit() * Math.max(0, heightCm - 50 - length),
      z: random.between(MACHINERY[0], MACHINERY[1]),
    };
    return tube(random.pick(['copper', 'copper', 'rubber'] as const), 'y', at, length, radius, radius * 0.72);
  }).flat();
}
