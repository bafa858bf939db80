import { solidOf } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { placesAlong, twoRows } from './two-rows.ts';

const GOODS = ['cardboard', 'wood', 'rubber', 'meat'] as const;

/** Pressed bales stacked in columns as high as the container allows, each a little out of line; bright gaps between. */
export const balesInColumns: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const packing = random.between(0.12, 0.45) / MATERIALS[goods].densityGPerCm3;
  const baleHeight = random.between(32, 75);
  const most = Math.floor((space.y[1] - space.y[0] - 6) / baleHeight);
  const usual = random.integer(Math.max(2, most - 2), most);
  return placesAlong(space, random.between(55, 115), [1.5, 7], random).flatMap((x) =>
    twoRows(space).flatMap((z) => {
      const bales = Math.min(most, usual + (random.chance(0.15) ? random.integer(-1, 1) : 0));
      const lean = random.between(-0.5, 0.5);
      return Array.from({ length: bales }, (_, tier) => {
        const shift = random.between(-1.2, 1.2) + lean * tier;
        const squeeze = random.between(0, 2.5);
        const across: Span = [x[0] + shift + squeeze, x[1] + shift - squeeze];
        const floor = space.y[0] + tier * baleHeight;
        const up: Span = [floor, floor + baleHeight - random.between(0.3, 2)];
        return solidOf(goods, { kind: 'pillar', x: across, y: up, z }, packing * random.between(0.9, 1.1));
      });
    }),
  );
}
