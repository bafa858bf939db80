import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { softBlock } from './goods-shapes.ts';
import { drawProfile } from './load-profile.ts';
import { placesAlong, twoRows } from './two-rows.ts';

const GOODS = ['cardboard', 'wood', 'rubber', 'polyethylene', 'rice'] as const;

/** Pressed bales stacked in columns as high as the container allows, each a little out of line; bright gaps between. */
export const balesInColumns: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const packing = random.between(0.18, 0.7) / MATERIALS[goods].densityGPerCm3;
  const baleHeight = random.between(28, 75);
  const room = space.y[1] - space.y[0] - 5;
  const most = Math.max(1, Math.floor(room / baleHeight));
  const profile = drawProfile(random);
  const roundness = random.between(2, 12);
  // Columns set down one against the other lean more and more towards the doors.
  const leanPerColumn = random.chance(0.4) ? random.between(0, 0.0035) : 0;
  const bands = random.integer(0, 4);
  const places = placesAlong(space, random.between(48, 115), [2.5, 8], random);
  return places.flatMap((x, index) =>
    twoRows(space).flatMap((z) => {
      const share = profile(places.length > 1 ? index / (places.length - 1) : 0.5);
      const bales = Math.max(1, Math.round(most * share) - (random.chance(0.08) ? 1 : 0));
      const lean = random.between(-0.006, 0.006) - Math.min(0.05, leanPerColumn * index);
      return Array.from({ length: Math.min(most, bales) }, (_, tier) => {
        const floor = space.y[0] + tier * baleHeight;
        const shift = random.between(-1, 1) + (index === 0 ? Math.max(0, lean) : lean) * (floor - space.y[0]);
        const squeeze = random.between(0, 2);
        const across: Span = [Math.max(space.x[0], x[0] + shift + squeeze), x[1] + shift - squeeze];
        const up: Span = [floor, floor + baleHeight - random.between(0.2, 1.5)];
        const fill = packing * random.between(0.85, 1.15);
        return [
          softBlock(goods, across, up, z, roundness * random.between(0.7, 1.2), fill),
          ...bandsOf(across, up, z, bands),
        ];
      }).flat();
    }),
  );
}

/** Baling wire round the bale, seen where it runs along the beam over its top and under its bottom. */
function bandsOf(x: Span, y: Span, z: Span, count: number): readonly Solid[] {
  if (count === 0 || x[1] - x[0] < 50) return [];
  return [softBlock('steel', [x[0] + 4, x[1] - 4], [y[1] - 0.4, y[1]], z, 0, 0.01 * count)];
}
