import { block, hollowBlock, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Point, Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { turnedBlock } from './goods-shapes.ts';
import { reachAlong } from './two-rows.ts';

/** Machines on skids, bare or in crates: castings, gear boxes, motors, shafts, pipes, frames and cabinets. */
export const machinery: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const [start, end] = reachAlong(space, random);
  const solids: Solid[] = [];
  for (let x = start; x < end - 60; ) {
    const length = Math.min(random.between(70, 330), end - x);
    const width = random.between(110, 210);
    const near = space.z[0] + 4 + random.between(0, space.z[1] - space.z[0] - width - 8);
    const height = Math.min(random.between(95, 230), space.y[1] - space.y[0] - 16);
    const at = { x: [x, x + length], z: [near, near + width] } as const;
    solids.push(...skid(at.x, space.y[0], at.z));
    if (random.chance(0.45)) solids.push(...crate(at.x, [space.y[0] + 12, space.y[0] + 12 + height], at.z));
    const inset = random.between(5, 12);
    solids.push(
      ...machine(
        [x + inset, x + length - inset],
        [space.y[0] + 12, space.y[0] + 8 + height * random.between(0.7, 0.97)],
        [near + inset, near + width - inset],
        random,
      ),
    );
    x += length + random.between(4, 60);
  }
  return solids;
}

function skid(x: Span, floor: number, z: Span): readonly Solid[] {
  const beams = Math.max(2, Math.round((x[1] - x[0]) / 80));
  return [
    block('wood', x, [floor + 8, floor + 12], z, 0.7),
    ...Array.from({ length: beams }, (_, index) => {
      const left = x[0] + (index * (x[1] - x[0] - 9)) / (beams - 1);
      return block('wood', [left, left + 9], [floor, floor + 8], z, 0.95);
    }),
  ];
}

/** Boards all round with battens, one of them slanting. */
function crate(x: Span, y: Span, z: Span): readonly Solid[] {
  const length = x[1] - x[0];
  const height = y[1] - y[0];
  const middle = { x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2 };
  const faces: readonly Span[] = [
    [z[0], z[0] + 1.8],
    [z[1] - 1.8, z[1]],
  ];
  return [
    block('wood', x, [y[1] - 1.8, y[1]], z),
    block('wood', [x[0], x[0] + 1.8], y, z),
    block('wood', [x[1] - 1.8, x[1]], y, z),
    ...faces.flatMap((face) => [
      block('wood', x, y, face),
      block('wood', [middle.x - 4.5, middle.x + 4.5], y, face, 1.2),
      // Flat enough that its corners stay inside the crate.
      turnedBlock(
        'wood',
        middle,
        { length: length * 0.75, height: 8 },
        Math.min(0.5, (0.6 * height) / length),
        face,
        1.2,
      ),
    ]),
  ];
}

function machine(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const length = x[1] - x[0];
  const height = y[1] - y[0];
  const depth = z[1] - z[0];
  const part = (share: number): Span => {
    const own = depth * share;
    const from = z[0] + random.between(0, depth - own);
    return [from, from + own];
  };
  const along = (share: number): Span => {
    const own = length * share;
    const from = x[0] + random.between(0, length - own);
    return [from, from + own];
  };
  const solids: Solid[] = [
    // The bed: a ribbed casting or a welded frame.
    block('steel', x, [y[0], y[0] + height * 0.12], z, random.between(0.05, 0.25)),
  ];
  if (random.chance(0.6)) {
    const own = along(random.between(0.35, 0.8));
    solids.push(...hollowBlock('steel', own, [y[0], y[0] + height * random.between(0.6, 1)], part(0.8), 0.3));
  }
  const parts = random.integer(8, 22);
  for (let index = 0; index < parts; index++) {
    // Most parts stand on the bed, the others are borne by what is beside them.
    const low = y[0] + (random.chance(0.6) ? 0.1 : random.between(0.15, 0.7)) * height;
    const up: Span = [low, Math.min(y[1], low + height * random.between(0.12, 0.55))];
    solids.push(...component(along(random.between(0.06, 0.35)), up, part(random.between(0.15, 0.6)), random));
  }
  return solids;
}

function component(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const centre: Point = { x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2, z: (z[0] + z[1]) / 2 };
  const length = x[1] - x[0];
  const radius = Math.min(length, y[1] - y[0], z[1] - z[0]) / 2;
  switch (random.pick(['casting', 'motor', 'shaft', 'wheel', 'tank', 'plate', 'brace', 'wiring'] as const)) {
    case 'casting':
      return [block('steel', x, y, z, random.between(0.12, 0.5))];
    case 'motor':
      return [
        ...tube('aluminium', 'x', centre, length, radius, radius * 0.82),
        ...tube('copper', 'x', centre, length * 0.6, radius * 0.8, radius * 0.55),
        ...tube('steel', 'x', centre, length * 0.7, radius * 0.5, 0),
      ];
    case 'shaft':
      return tube('steel', 'x', centre, length, Math.min(radius, random.between(1.5, 5)), 0);
    case 'wheel':
      return tube('steel', 'z', centre, Math.min(z[1] - z[0], random.between(2, 9)), radius, radius * 0.72);
    case 'tank':
      return [
        ...tube('steel', 'y', centre, y[1] - y[0], radius, radius - 0.4),
        ...tube('diesel', 'y', { ...centre, y: centre.y - (y[1] - y[0]) / 4 }, (y[1] - y[0]) / 2, radius - 0.5, 0),
      ];
    case 'plate':
      return [block('steel', x, y, [z[0], z[0] + random.between(0.4, 2.5)])];
    case 'brace':
      // A quarter of the span keeps a slanting brace within its part of the machine.
      return [
        turnedBlock('steel', centre, { length: Math.min(length, (y[1] - y[0]) * 1.1), height: 4 }, 0.7, [
          z[0],
          z[0] + 1.2,
        ]),
      ];
    case 'wiring':
      return [block('copper', x, y, z, random.between(0.01, 0.04))];
  }
}
