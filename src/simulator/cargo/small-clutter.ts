import { block, hollowBlock, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { ClutterItem, DrawItem } from './clutter-item.ts';
import { oval, turnedBlock } from './goods-shapes.ts';

/** Small dense things among the goods, on walls, on straps. */
export const SMALL_ITEMS: readonly [DrawItem, ...DrawItem[]] = [
  ratchet,
  ratchet,
  padlock,
  dataLogger,
  tool,
  tool,
  staples,
  chains,
  battery,
  strapSeals,
  strapSeals,
];

function ratchet(): ClutterItem {
  return {
    size: { x: 14, y: 7, z: 6 },
    solids: [
      block('steel', [0, 14], [0, 1.5], [0, 6], 0.7),
      ...tube('steel', 'z', { x: 5, y: 3.5, z: 3 }, 6, 3.4, 1.2),
      block('steel', [5, 14], [4.5, 6], [1, 5], 0.5),
    ],
  };
}

function padlock(): ClutterItem {
  return {
    size: { x: 6, y: 9, z: 3 },
    solids: [
      block('copper', [0, 6], [0, 5], [0, 2.6], 0.9),
      ...tube('steel', 'z', { x: 3, y: 6, z: 1.3 }, 0.9, 2.9, 2),
    ],
  };
}

function dataLogger(random: Random): ClutterItem {
  const size = { x: random.between(6, 14), y: random.between(8, 18), z: random.between(2.5, 5) };
  return {
    size,
    solids: [
      ...hollowBlock('polyethylene', [0, size.x], [0, size.y], [0, size.z], 0.3),
      block('copper', [1, size.x - 1], [1, size.y * 0.4], [0.6, size.z - 0.6], 0.3),
    ],
  };
}

function tool(random: Random): ClutterItem {
  const length = random.between(15, 45);
  const turn = random.between(-0.7, 0.7);
  const centre = { x: length / 2, y: length / 2 };
  return {
    size: { x: length, y: length, z: 4 },
    solids: [
      turnedBlock('steel', centre, { length: length * 0.8, height: random.between(1.2, 2.8) }, turn, [1, 2.6]),
      oval('steel', { ...centre, z: 2 }, { x: 3.2, y: 2.6, z: 1.5 }),
    ],
  };
}

function staples(random: Random): ClutterItem {
  const size = { x: random.between(8, 22), y: random.between(6, 12), z: random.between(8, 16) };
  return { size, solids: [block('steel', [0, size.x], [0, size.y], [0, size.z], random.between(0.2, 0.6))] };
}

/** The crimped seals of steel straps, one above the other on an edge of the goods. */
export function strapSeals(random: Random): ClutterItem {
  const count = random.integer(2, 5);
  const step = random.between(5, 14);
  return {
    size: { x: 4, y: count * step, z: 3 },
    solids: Array.from({ length: count }, (_, index) =>
      block('steel', [0, 4], [index * step, index * step + 2.2], [0, 3]),
    ),
  };
}

export function chains(random: Random): ClutterItem {
  const size = { x: random.between(12, 34), y: random.between(6, 15), z: random.between(12, 30) };
  const centre = { x: size.x / 2, y: size.y / 2, z: size.z / 2 };
  return { size, solids: [oval('steel', centre, centre, random.between(0.12, 0.4))] };
}

export function battery(): ClutterItem {
  const size = { x: 24, y: 19, z: 17.5 };
  const cells = [0, 1, 2, 3, 4, 5].map((cell) =>
    block('lead', [1 + cell * 3.8, 4 + cell * 3.8], [2, 15], [1, 16.5], 0.32),
  );
  return { size, solids: [block('polyethylene', [0, 24], [0, 19], [0, 17.5], 0.2), ...cells] };
}
