import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { softBlock } from './goods-shapes.ts';
import { drawProfile } from './load-profile.ts';
import { drawPalletKind } from './pallet.ts';
import { placesAlong, twoRows } from './two-rows.ts';

/**
 * Compact organic blocks of 5–60 kg in strict order: boxes of paper reams, bags of resin, soap, rubber, cheese. One block
 * alone looks like contraband; what makes it innocent is that all the others are the same.
 */
export const paperAndResin: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(['cardboard', 'polyethylene', 'rubber', 'sugar', 'rice', 'meat'] as const);
  const packing = Math.min(1.2, random.between(0.6, 1.1) / MATERIALS[goods].densityGPerCm3);
  const size = { x: random.between(20, 44), y: random.between(10, 30) };
  const isSoft = random.chance(0.35);
  const gap = random.between(0.6, 9);
  const pallet = drawPalletKind(random);
  const profile = drawProfile(random);
  // Heavy goods: mostly a low stack, and not the whole depth of a row.
  const tall = Math.min(random.between(45, 185), space.y[1] - space.y[0] - 20);
  const depth = random.between(40, 84);
  const places = placesAlong(space, random.between(80, 122), [3, 26], random);
  return places.flatMap((place, index) =>
    twoRows(space).flatMap((row) => {
      const near = row[0] + random.between(0, Math.max(0.1, row[1] - row[0] - depth));
      const z: Span = [near, Math.min(row[1], near + depth)];
      const share = profile(places.length > 1 ? index / (places.length - 1) : 0.5);
      const layers = Math.max(1, Math.floor((tall * share) / size.y));
      const columns = Math.max(1, Math.floor((place[1] - place[0] + gap) / (size.x + gap)));
      const step = (place[1] - place[0]) / columns;
      const solids: Solid[] = [...pallet.build(place, space.y[0], row)];
      for (let layer = 0; layer < layers; layer++) {
        const y = space.y[0] + pallet.heightCm + layer * size.y;
        for (let column = 0; column < columns; column++) {
          if (layer === layers - 1 && random.chance(0.1)) continue;
          const left = place[0] + column * step + random.between(-0.3, 0.3);
          const x: Span = [left, left + step - gap];
          const up: Span = [y, y + size.y - random.between(0.3, 1)];
          const fill = packing * random.between(0.96, 1.03);
          solids.push(isSoft ? softBlock(goods, x, up, z, 4, fill) : block(goods, x, up, z, fill));
        }
      }
      return solids;
    }),
  );
}
