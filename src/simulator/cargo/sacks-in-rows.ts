import { solidOf } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { placesAlong, twoRows } from './two-rows.ts';

const GOODS = ['rice', 'sugar', 'polyethylene', 'ceramic'] as const;

/** Big bags of bulk goods in two rows, bulging and domed, one or two high; the last ones by the doors often lower. */
export const sacksInRows: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const packing = random.between(0.28, 0.68) / MATERIALS[goods].densityGPerCm3;
  const height = random.between(75, 125);
  const dome = random.between(10, 24);
  const twoHigh = 2 * (height + dome) < space.y[1] - space.y[0] && random.chance(0.6);
  const places = placesAlong(space, random.between(72, 108), [0.5, 4], random);
  const lowFrom = places.length - (random.chance(0.5) ? random.integer(1, 4) : 0);
  return places.flatMap((x, index) =>
    twoRows(space).flatMap((row) => {
      const depth = random.between(0, 5);
      const z: Span = [row[0] + depth, row[1] - 4 + depth];
      const solids: Solid[] = [];
      let floor = space.y[0] + 1;
      for (let tier = 0; tier < (twoHigh && index < lowFrom ? 2 : 1); tier++) {
        const top = floor + height * random.between(0.92, 1.06);
        const tierDome = dome * random.between(0.7, 1.25);
        const shift = random.between(-1.5, 1.5);
        const across: Span = [x[0] + shift, x[1] + shift];
        const centre = { x: (across[0] + across[1]) / 2, y: top, z: (z[0] + z[1]) / 2 };
        const fill = packing * random.between(0.95, 1.05);
        solids.push(
          solidOf(goods, { kind: 'pillar', x: across, y: [floor, top], z }, fill),
          solidOf(
            goods,
            { kind: 'dome', centre, radii: { x: (across[1] - across[0]) / 2, y: tierDome, z: (z[1] - z[0]) / 2 } },
            fill,
          ),
          // The empty neck of the bag above its goods.
          solidOf(
            'polyethylene',
            { kind: 'dome', centre, radii: { x: (across[1] - across[0]) / 2, y: tierDome + 12, z: (z[1] - z[0]) / 2 } },
            0.02,
          ),
        );
        floor = top + tierDome * 0.8;
      }
      return solids;
    }),
  );
}
