import { block, hollowBlock, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { oval, turnedBlock } from './goods-shapes.ts';
import { drawProfile } from './load-profile.ts';
import { fillLoosely } from './loose-items.ts';
import { reachAlong } from './two-rows.ts';

/** A removal or a load of furniture: wardrobes, sofas, mattresses, tables, white goods, bicycles, and many cartons. */
export const householdGoods: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const [start, end] = reachAlong(space, random);
  const profile = drawProfile(random);
  const room = space.y[1] - space.y[0] - 8;
  const ranks = 3;
  const depth = (space.z[1] - space.z[0] - 6) / ranks;
  const solids: Solid[] = [];
  for (let rank = 0; rank < ranks; rank++) {
    const z: Span = [space.z[0] + 2 + rank * depth, space.z[0] + (rank + 1) * depth];
    for (let x = start; x < end - 42; ) {
      const length = Math.min(end - x, random.between(40, 190));
      const top = room * profile((x - start) / (end - start)) * random.between(0.8, 1);
      for (let y = 0; y < top - 20; ) {
        const height = Math.min(top - y, random.between(28, 130));
        const floor = space.y[0] + y;
        solids.push(...item([x, x + length - random.between(1, 6)], [floor, floor + height - 1], z, random));
        y += height;
      }
      x += length;
    }
  }
  return solids;
}

function item(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const length = x[1] - x[0];
  const height = y[1] - y[0];
  const centre = { x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2, z: (z[0] + z[1]) / 2 };
  const kind = random.unit();
  if (height > 70 && kind < 0.35) return cabinet(x, y, z, random);
  if (length > 90 && kind < 0.5) return sofa(x, y, z);
  if (length > 90 && kind < 0.65) return mattress(x, y, z, random);
  if (length > 60 && height > 45 && kind < 0.72) return table(x, y, z);
  if (length > 60 && height > 60 && kind < 0.75) return bicycle(x, y, z);
  if (height > 60 && kind < 0.9) return whiteGoods(x, y, z, random);
  if (kind < 0.12) return [oval('cardboard', centre, { x: length / 2, y: height / 2, z: (z[1] - z[0]) / 2 }, 0.14)];
  return cartons(x, y, z, random);
}

function cartons(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const columns = Math.max(1, Math.round((x[1] - x[0]) / 45));
  const layers = Math.max(1, Math.round((y[1] - y[0]) / 38));
  const step = (x[1] - x[0]) / columns;
  const rise = (y[1] - y[0]) / layers;
  const solids: Solid[] = [];
  for (let column = 0; column < columns; column++) {
    for (let layer = 0; layer < layers; layer++) {
      const left = x[0] + column * step;
      const low = y[0] + layer * rise;
      solids.push(
        block('cardboard', [left, left + step - 1], [low, low + rise - 0.5], z, 0.05),
        ...fillLoosely([left + 1, left + step - 2], [low + 0.5, low + rise - 3], [z[0] + 1, z[1] - 1], random),
      );
    }
  }
  return solids;
}

/** Boards all round, a back, shelves, and clothes or papers left in it. */
function cabinet(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const shelves = random.integer(1, 4);
  const rise = (y[1] - y[0]) / (shelves + 1);
  return [
    ...hollowBlock('wood', x, y, z, 1.8),
    ...Array.from({ length: shelves }, (_, index) => {
      const level = y[0] + (index + 1) * rise;
      return block('wood', [x[0] + 1.8, x[1] - 1.8], [level, level + 1.8], [z[0] + 2, z[1] - 2]);
    }),
    block(
      'cardboard',
      [x[0] + 4, x[1] - 4],
      [y[0] + 2, y[0] + rise * 0.8],
      [z[0] + 3, z[1] - 3],
      random.between(0, 0.25),
    ),
  ];
}

function sofa(x: Span, y: Span, z: Span): readonly Solid[] {
  const height = y[1] - y[0];
  const arm = 18;
  return [
    block('wood', x, [y[0], y[0] + height * 0.2], z, 0.15),
    block('polyethylene', x, [y[0] + height * 0.2, y[0] + height * 0.5], z, 0.04),
    block('steel', [x[0] + arm, x[1] - arm], [y[0] + height * 0.25, y[0] + height * 0.42], z, 0.006),
    block('polyethylene', [x[0], x[0] + arm], [y[0], y[0] + height * 0.75], z, 0.05),
    block('polyethylene', [x[1] - arm, x[1]], [y[0], y[0] + height * 0.75], z, 0.05),
    block('polyethylene', x, [y[0] + height * 0.5, y[1]], [z[0], z[0] + 20], 0.05),
  ];
}

/** Stood on edge: foam and rows of springs. */
function mattress(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const near: Span = [z[0] + 2, z[0] + random.between(16, 26)];
  const springs: Solid[] = [];
  for (let left = x[0] + 5; left < x[1] - 8; left += 11) {
    springs.push(block('steel', [left, left + 5], [y[0] + 4, y[1] - 4], near, 0.012));
  }
  return [block('polyethylene', x, y, near, 0.06), ...springs.slice(0, 14)];
}

function table(x: Span, y: Span, z: Span): readonly Solid[] {
  const leg = (left: number): Solid => block('wood', [left, left + 6], [y[0], y[1] - 3], [z[0], z[0] + 6]);
  return [block('wood', x, [y[1] - 3, y[1]], z), leg(x[0] + 3), leg(x[1] - 9)];
}

function bicycle(x: Span, y: Span, z: Span): readonly Solid[] {
  const radius = Math.min(33, (y[1] - y[0]) / 2.2, (x[1] - x[0]) / 4.2);
  const depth = (z[0] + z[1]) / 2;
  const hub = (centre: number) => ({ x: centre, y: y[0] + radius, z: depth });
  const left = x[0] + radius;
  const right = x[1] - radius;
  const middle = (left + right) / 2;
  const frame: Span = [depth - 1.6, depth + 1.6];
  return [
    ...tube('rubber', 'z', hub(left), 4, radius, radius - 2.5),
    ...tube('rubber', 'z', hub(right), 4, radius, radius - 2.5),
    ...tube('steel', 'z', hub(left), 2.2, radius - 2.5, radius - 4.2),
    ...tube('steel', 'z', hub(right), 2.2, radius - 2.5, radius - 4.2),
    turnedBlock('steel', { x: middle, y: y[0] + radius * 1.35 }, { length: right - left, height: 3 }, 0.28, frame, 0.3),
    turnedBlock(
      'steel',
      { x: middle - radius * 0.4, y: y[0] + radius * 1.1 },
      { length: 3, height: radius * 1.4 },
      0.2,
      frame,
      0.3,
    ),
    ...tube('steel', 'z', { x: middle, y: y[0] + radius * 0.9, z: depth }, 12, 6, 0),
  ];
}

/** A washing machine with its drum and its slab of concrete, or a refrigerator with its compressor. */
function whiteGoods(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const own: Span = [x[0], Math.min(x[1], x[0] + 60)];
  const shell = hollowBlock('steel', own, y, z, 0.12);
  const centre = { x: (own[0] + own[1]) / 2, y: (y[0] + y[1]) / 2, z: (z[0] + z[1]) / 2 };
  const radius = Math.min(own[1] - own[0], y[1] - y[0]) * 0.4;
  if (random.chance(0.5)) {
    return [
      ...shell,
      ...tube('steel', 'z', centre, (z[1] - z[0]) * 0.7, radius, radius - 0.25),
      block('ceramic', [own[0] + 8, own[1] - 8], [y[1] - 14, y[1] - 4], [z[0] + 6, z[1] - 10], 0.9),
      ...tube('copper', 'z', { ...centre, y: y[0] + 10 }, 16, 6, 2),
    ];
  }
  return [
    ...shell,
    block('polyethylene', [own[0] + 1, own[1] - 1], [y[0] + 1, y[1] - 1], z, 0.02),
    ...tube('steel', 'z', { ...centre, y: y[0] + 14 }, 22, Math.min(10, radius), 0).map((solid) => ({
      ...solid,
      densityGPerCm3: solid.densityGPerCm3 * 0.5,
    })),
  ];
}
