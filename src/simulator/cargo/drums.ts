import { block, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { placesAlong, twoRows } from './two-rows.ts';

const LIQUIDS = ['water', 'diesel', 'polyethylene', 'sugar'] as const;
const DRUM = { radiusCm: 28.5, heightCm: 88, wallCm: 0.1 } as const;

/** Steel drums of 200 l in two rows, one or two tiers with boards between, filled to different levels. */
export const drums: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const liquid = random.pick(LIQUIDS);
  const packing = random.between(0.6, 1) * Math.min(1, 1 / MATERIALS[liquid].densityGPerCm3);
  const level = random.between(0.75, 0.95);
  const tiers = random.chance(0.8) ? 2 : 1;
  const places = placesAlong(space, 2 * DRUM.radiusCm, [0.5, 3], random);
  const solids: Solid[] = [];
  for (const x of places) {
    for (const row of twoRows(space)) {
      for (let tier = 0; tier < tiers; tier++) {
        const floor = space.y[0] + tier * (DRUM.heightCm + 12) + 12;
        solids.push(
          block('wood', x, [floor - 12, floor - 9.5], row, 0.7),
          block('wood', x, [floor - 2.5, floor], row, 0.9),
        );
        const nearCentre = row[0] + DRUM.radiusCm;
        const centre = { x: (x[0] + x[1]) / 2, z: nearCentre + random.between(0, row[1] - row[0] - 2 * DRUM.radiusCm) };
        const height = DRUM.heightCm * level * random.between(0.96, 1.02);
        const bore = DRUM.radiusCm - DRUM.wallCm;
        const at = (y: number) => ({ x: centre.x, y, z: centre.z });
        solids.push(
          ...tube('steel', 'y', at(floor + DRUM.heightCm / 2), DRUM.heightCm, DRUM.radiusCm, bore),
          ...tube('steel', 'y', at(floor + 0.5), 0.12, bore, 0),
          ...tube('steel', 'y', at(floor + DRUM.heightCm - 1), 0.12, bore, 0),
          // Two rolling hoops.
          ...tube('steel', 'y', at(floor + DRUM.heightCm / 3), 2, DRUM.radiusCm + 1, DRUM.radiusCm),
          ...tube('steel', 'y', at(floor + (2 * DRUM.heightCm) / 3), 2, DRUM.radiusCm + 1, DRUM.radiusCm),
          ...tube(liquid, 'y', at(floor + 1 + height / 2), height, bore, 0).map((solid) => ({
            ...solid,
            densityGPerCm3: solid.densityGPerCm3 * packing,
          })),
        );
      }
    }
  }
  return solids;
}
