import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { drawProfile } from './load-profile.ts';
import { reachAlong, twoRows } from './two-rows.ts';

const GOODS = ['meat', 'meat', 'water', 'rice'] as const;

/** Cartons of frozen or chilled goods, stowed from wall to wall up to a load line, with gaps for the cold air. */
export const frozenCartons: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  // Frozen blocks are nearly solid; fruit and chilled goods leave room for air.
  const packing = (random.chance(0.5) ? random.between(0.5, 0.75) : random.between(0.2, 0.45)) / densityOf(goods);
  const length = random.between(38, 62);
  const height = random.between(12, 26);
  const airGap = random.between(0.4, 2.4);
  const profile = drawProfile(random);
  const [start, end] = reachAlong(space, random);
  const columns = Math.max(1, Math.floor((end - start) / length));
  const loadLine = space.y[1] - space.y[0] - random.between(8, 30);
  const most = Math.max(1, Math.floor(loadLine / height));
  const solids: Solid[] = [];
  for (let column = 0; column < columns; column++) {
    const along = columns > 1 ? column / (columns - 1) : 0.5;
    for (const z of twoRows(space)) {
      const depth: Span = [z[0] + random.between(0, 3), z[1] - random.between(0, 3)];
      const layers = Math.max(1, Math.min(most, Math.round(most * profile(along)) - (random.chance(0.15) ? 1 : 0)));
      const place = start + column * length;
      for (let layer = 0; layer < layers; layer++) {
        const y = space.y[0] + layer * height;
        const left = place + random.between(0, 1);
        const right = place + length - airGap + random.between(-0.4, 0.4);
        const fill = packing * random.between(0.9, 1.08);
        // The goods stop short of the lid: a fine bright line above each layer.
        solids.push(
          block(goods, [left + 0.5, right - 0.5], [y + 0.4, y + height - random.between(0.6, 2.2)], depth, fill),
        );
      }
      const top = space.y[0] + layers * height;
      solids.push(
        block('cardboard', [place, place + 0.5], [space.y[0], top], depth, 0.9),
        block('cardboard', [place + length - airGap - 0.4, place + length - airGap], [space.y[0], top], depth, 0.9),
      );
    }
  }
  return solids;
}

function densityOf(goods: (typeof GOODS)[number]): number {
  return MATERIALS[goods].densityGPerCm3;
}
