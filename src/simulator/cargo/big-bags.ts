import { solidOf } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { turnedBlock } from './goods-shapes.ts';
import { drawPalletKind } from './pallet.ts';
import { placesAlong, twoRows } from './two-rows.ts';

const GOODS = ['rice', 'sugar', 'polyethylene', 'polyethylene', 'ceramic', 'wood'] as const;

/** Big bags of a cubic metre on pallets, one or two high, bulging at the waist, their four lifting loops up or fallen. */
export const bigBags: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const packing = random.between(0.35, 0.85) / MATERIALS[goods].densityGPerCm3;
  const height = random.between(66, 98);
  const dome = random.between(5, 14);
  const pallet = random.chance(0.7) ? drawPalletKind(random) : null;
  const under = pallet?.heightCm ?? 0;
  const isTwoHigh = 2 * (height + dome * 1.1 + under) + 6 < space.y[1] - space.y[0] && random.chance(0.85);
  const places = placesAlong(space, random.between(88, 112), [1, 7], random);
  const lowFrom = places.length - (random.chance(0.5) ? random.integer(1, 4) : 0);
  return places.flatMap((x, index) =>
    twoRows(space).flatMap((row) => {
      const solids: Solid[] = [];
      let floor = space.y[0];
      for (let tier = 0; tier < (isTwoHigh && index < lowFrom ? 2 : 1); tier++) {
        if (pallet !== null) solids.push(...pallet.build(x, floor, row));
        const base = floor + under;
        const top = base + height * random.between(0.94, 1.04);
        const shift = random.between(-2, 2);
        const z: Span = [row[0] + random.between(0, 2), row[1] - random.between(0, 2)];
        const across: Span = [x[0] + shift * 0.3, x[1] + shift * 0.3];
        const centre = { x: (across[0] + across[1]) / 2, y: top, z: (z[0] + z[1]) / 2 };
        const radii = { x: (across[1] - across[0]) / 2, y: dome * random.between(0.6, 1.1), z: (z[1] - z[0]) / 2 };
        const fill = packing * random.between(0.94, 1.05);
        solids.push(
          solidOf(goods, { kind: 'pillar', x: across, y: [base, top], z }, fill),
          solidOf(goods, { kind: 'dome', centre, radii }, fill),
          ...[-1, 1].map((side) =>
            turnedBlock(
              'polyethylene',
              { x: centre.x + side * radii.x * 0.75, y: top + random.between(2, 6) },
              { length: random.between(10, 16), height: 1.2 },
              random.between(-0.6, 0.6),
              [z[0] + 4, z[1] - 4],
              0.12,
            ),
          ),
        );
        floor = top + dome * 0.75;
      }
      return solids;
    }),
  );
}
