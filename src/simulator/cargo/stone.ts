import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { blockPallet } from './pallet.ts';
import { placesAlong, twoRows } from './two-rows.ts';

/** Tiles in low dense stacks on pallets, or slabs of stone on edge in A-frames: heavy, so most of the room stays free. */
export const stone: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  return random.chance(0.7) ? tiles(space, random) : slabs(space, random);
}

function tiles(space: CargoSpace, random: Random): readonly Solid[] {
  const material = random.pick(['ceramic', 'ceramic', 'glass'] as const);
  const boxHeight = random.between(20, 42);
  const packing = random.between(0.45, 0.85);
  const tiers = random.integer(1, 4);
  return placesAlong(space, random.between(75, 120), [3, 30], random).flatMap((x) =>
    twoRows(space).flatMap((z) => {
      const own = Math.max(1, tiers - (random.chance(0.2) ? 1 : 0));
      const columns = Math.max(1, Math.round((x[1] - x[0]) / random.between(20, 62)));
      const step = (x[1] - x[0]) / columns;
      const depth: Span = [z[0] + 6, z[1] - random.between(6, 22)];
      const solids: Solid[] = [...blockPallet(x, space.y[0], z)];
      for (let tier = 0; tier < own; tier++) {
        const y = space.y[0] + 14.4 + tier * boxHeight;
        for (let column = 0; column < columns; column++) {
          const left = x[0] + column * step + random.between(0, 0.4);
          const up: Span = [y, y + boxHeight - random.between(0.5, 1.5)];
          solids.push(block(material, [left, left + step - 0.9], up, depth, packing * random.between(0.96, 1.03)));
        }
      }
      return solids;
    }),
  );
}

function slabs(space: CargoSpace, random: Random): readonly Solid[] {
  const middle = (space.z[0] + space.z[1]) / 2;
  const height = Math.min(random.between(110, 185), space.y[1] - space.y[0] - 25);
  return placesAlong(space, random.between(180, 290), [15, 70], random).flatMap((x) => {
    const thickness = random.between(12, 34);
    const left = x[0] + random.between(0, 8);
    return [
      // The frame: squared timber at both ends, a sill, and struts.
      block('wood', [x[0], x[1]], [space.y[0], space.y[0] + 12], [middle - 70, middle + 70], 0.35),
      block('wood', [x[0] + 10, x[0] + 20], [space.y[0] + 12, space.y[0] + height], [middle - 9, middle + 9]),
      block('wood', [x[1] - 20, x[1] - 10], [space.y[0] + 12, space.y[0] + height], [middle - 9, middle + 9]),
      ...[-1, 1].map((side) => {
        const near = side < 0 ? middle - 10 - thickness : middle + 10;
        return block(
          'ceramic',
          [left, x[1] - random.between(0, 10)],
          [space.y[0] + 12, space.y[0] + 12 + (height - 12) * random.between(0.8, 1)],
          [near, near + thickness],
          1.1,
        );
      }),
    ];
  });
}
