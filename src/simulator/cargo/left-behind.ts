import { block, hollowBlock, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { ClutterItem, DrawItem } from './clutter-item.ts';
import { oval, turnedBlock } from './goods-shapes.ts';
import { blockPallet } from './pallet.ts';
import { battery, chains } from './small-clutter.ts';

/** Things that stand on the floor, in front of the goods or behind the doors. */
export const FLOOR_ITEMS: readonly [DrawItem, ...DrawItem[]] = [
  dunnage,
  dunnage,
  stackedPallets,
  stackedPallets,
  foldedTarpaulin,
  foldedTarpaulin,
  looseCarton,
  looseCarton,
  looseSack,
  palletJack,
  fireExtinguisher,
  toolBox,
  canister,
  spareWheel,
  gasBottle,
  chains,
  battery,
  ladder,
];

/** Things that lie upon goods. */
export const TOP_ITEMS: readonly [DrawItem, ...DrawItem[]] = [
  looseCarton,
  looseCarton,
  looseSack,
  foldedTarpaulin,
  dunnage,
  airBag,
  toolBox,
];

function dunnage(random: Random): ClutterItem {
  const isAcross = random.chance(0.6);
  const thick = random.between(6, 14);
  const size = {
    x: isAcross ? thick : random.between(60, 180),
    y: thick,
    z: isAcross ? random.between(80, 200) : thick,
  };
  const beams = random.integer(1, 3);
  return {
    size: { ...size, y: thick * beams },
    solids: Array.from({ length: beams }, (_, index) =>
      block('wood', [0, size.x], [index * thick, (index + 1) * thick - 0.3], [0, size.z], random.between(0.8, 1.1)),
    ),
  };
}

function stackedPallets(random: Random): ClutterItem {
  const size = { x: random.between(78, 100), z: 118 };
  const count = random.integer(1, 6);
  const shift = () => random.between(0, 3);
  return {
    size: { ...size, x: size.x + 3, y: count * 14.5 },
    solids: Array.from({ length: count }, (_, index) => {
      const left = shift();
      return blockPallet([left, left + size.x], index * 14.5, [0, size.z]);
    }).flat(),
  };
}

function foldedTarpaulin(random: Random): ClutterItem {
  const size = { x: random.between(35, 90), y: random.between(8, 32), z: random.between(40, 90) };
  const material = random.pick(['polyethylene', 'cardboard'] as const);
  const packing = random.between(0.15, 0.5);
  const centre = { x: size.x / 2, y: 0, z: size.z / 2 };
  return {
    size,
    solids: [
      block(material, [2, size.x - 2], [0, size.y * 0.6], [2, size.z - 2], packing),
      oval(
        material,
        { ...centre, y: size.y * 0.55 },
        { x: size.x / 2, y: size.y * 0.42, z: size.z / 2 },
        packing * 0.6,
      ),
    ],
  };
}

function looseCarton(random: Random): ClutterItem {
  const size = { x: random.between(22, 62), y: random.between(15, 45), z: random.between(22, 60) };
  const goods = random.pick(['cardboard', 'polyethylene', 'rice', 'water', 'ceramic'] as const);
  return {
    size,
    solids: [
      block('cardboard', [0, size.x], [0, size.y], [0, size.z], 0.05),
      block(
        goods,
        [1, size.x - 1],
        [0.5, size.y * random.between(0.5, 0.95)],
        [1, size.z - 1],
        random.between(0.05, 0.45),
      ),
    ],
  };
}

function looseSack(random: Random): ClutterItem {
  const size = { x: random.between(45, 85), y: random.between(12, 24), z: random.between(35, 50) };
  const goods = random.pick(['rice', 'sugar', 'polyethylene'] as const);
  const centre = { x: size.x / 2, y: size.y / 2, z: size.z / 2 };
  return {
    size,
    solids: [oval(goods, centre, centre, random.between(0.25, 0.5))],
  };
}

function palletJack(random: Random): ClutterItem {
  const handle = random.between(0.3, 1.1);
  return {
    size: { x: 165, y: 122, z: 55 },
    solids: [
      ...[0, 38].flatMap((z) => [
        block('steel', [0, 115], [5, 9], [z, z + 16], 0.35),
        ...tube('polyethylene', 'z', { x: 10, y: 4, z: z + 8 }, 12, 4, 1),
      ]),
      block('steel', [115, 130], [4, 40], [16, 38], 0.4),
      ...tube('steel', 'y', { x: 123, y: 38, z: 27 }, 42, 5, 0),
      ...tube('rubber', 'z', { x: 123, y: 9, z: 27 }, 18, 9, 3),
      turnedBlock('steel', { x: 140, y: 82 }, { length: 4, height: 74 }, -0.1 - handle * 0.25, [25, 29], 0.4),
    ],
  };
}

function fireExtinguisher(random: Random): ClutterItem {
  const radius = random.between(7, 9.5);
  const height = random.between(38, 55);
  const centre = { x: radius, y: height / 2, z: radius };
  return {
    size: { x: 2 * radius, y: height + 12, z: 2 * radius },
    solids: [
      ...tube('steel', 'y', centre, height, radius, radius - 0.25),
      ...tube('ceramic', 'y', { ...centre, y: height * 0.35 }, height * 0.65, radius - 0.3, 0).map((solid) => ({
        ...solid,
        densityGPerCm3: 0.9,
      })),
      block('copper', [radius - 2, radius + 3], [height, height + 9], [radius - 1.5, radius + 1.5], 0.5),
    ],
  };
}

function toolBox(random: Random): ClutterItem {
  const size = { x: random.between(35, 60), y: random.between(18, 28), z: random.between(18, 30) };
  const tools = random.integer(3, 7);
  return {
    size,
    solids: [
      ...hollowBlock('steel', [0, size.x], [0, size.y], [0, size.z], 0.1),
      ...Array.from({ length: tools }, () => {
        const length = random.between(8, size.x * 0.7);
        const left = random.between(1, size.x - length - 1);
        const low = random.between(0.5, size.y * 0.6);
        return block('steel', [left, left + length], [low, low + random.between(1, 3)], [4, 4 + random.between(1, 4)]);
      }),
    ],
  };
}

function canister(random: Random): ClutterItem {
  const size = { x: random.between(16, 36), y: random.between(38, 48), z: 34 };
  const liquid = random.pick(['water', 'diesel'] as const);
  return {
    size,
    solids: [
      ...hollowBlock('polyethylene', [0, size.x], [0, size.y], [0, size.z], 0.4),
      block(liquid, [0.4, size.x - 0.4], [0.4, size.y * random.between(0.2, 0.9)], [0.4, size.z - 0.4]),
    ],
  };
}

function spareWheel(random: Random): ClutterItem {
  const radius = random.between(29, 48);
  const lies = random.chance(0.5);
  const axis = lies ? 'y' : 'z';
  const centre = lies ? { x: radius, y: 11, z: radius } : { x: radius, y: radius, z: 11 };
  return {
    size: lies ? { x: 2 * radius, y: 22, z: 2 * radius } : { x: 2 * radius, y: 2 * radius, z: 22 },
    solids: [
      ...tube('rubber', axis, centre, 21, radius, radius - 2),
      ...tube('rubber', axis, centre, 4, radius - 2, radius * 0.62),
      ...tube('steel', axis, centre, 18, radius * 0.62, radius * 0.59),
      ...tube('steel', axis, centre, 0.8, radius * 0.59, radius * 0.2),
    ],
  };
}

function gasBottle(random: Random): ClutterItem {
  const radius = random.between(10, 16);
  const height = random.between(45, 130);
  const centre = { x: radius, y: height / 2, z: radius };
  return {
    size: { x: 2 * radius, y: height + 10, z: 2 * radius },
    solids: [
      ...tube('steel', 'y', centre, height, radius, radius - random.between(0.3, 0.7)),
      ...tube('steel', 'y', { ...centre, y: height + 4 }, 9, 2.5, 0),
      ...tube('steel', 'y', { ...centre, y: height + 5 }, 9, 7, 6.5),
    ],
  };
}

function ladder(random: Random): ClutterItem {
  const length = random.between(180, 260);
  const rungs = Math.floor(length / 28);
  return {
    size: { x: length, y: 40, z: 4 },
    solids: [
      block('aluminium', [0, length], [0, 2.5], [0, 4], 0.5),
      block('aluminium', [0, length], [37.5, 40], [0, 4], 0.5),
      ...Array.from({ length: rungs }, (_, rung) =>
        block('aluminium', [14 + rung * 28, 17 + rung * 28], [2.5, 37.5], [0, 4], 0.3),
      ),
    ],
  };
}

/** A dunnage bag blown up between goods: hardly more than its outline. */
function airBag(random: Random): ClutterItem {
  const radii = { x: random.between(14, 28), y: random.between(20, 45), z: random.between(30, 55) };
  const inner = { x: radii.x - 0.4, y: radii.y - 0.4, z: radii.z - 0.4 };
  return {
    size: { x: 2 * radii.x, y: 2 * radii.y, z: 2 * radii.z },
    solids: [oval('cardboard', radii, radii), oval('cardboard', radii, inner, -1)],
  };
}
