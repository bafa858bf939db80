import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { oval, softBlock } from './goods-shapes.ts';
import { drawProfile } from './load-profile.ts';
import { drawPalletKind } from './pallet.ts';
import { placesAlong, reachAlong, twoRows } from './two-rows.ts';

const GOODS = ['rice', 'sugar', 'polyethylene', 'ceramic', 'wood', 'cardboard'] as const;

/** Sacks of 20–50 kg: on pallets in layers that cross, or stowed by hand from wall to wall in leaning columns. */
export const baggedGoods: CargoKind = { load, hasAisle: false };

interface Sack {
  readonly goods: (typeof GOODS)[number];
  readonly packing: number;
  readonly lengthCm: number;
  readonly thickCm: number;
}

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const sack: Sack = {
    goods,
    packing: Math.min(0.95, random.between(0.35, 0.8) / MATERIALS[goods].densityGPerCm3),
    lengthCm: random.between(48, 90),
    thickCm: random.between(11, 22),
  };
  if (random.chance(0.4)) return onPallets(sack, space, random);
  // Small packets on end make narrow columns.
  const isNarrow = random.chance(0.3);
  return byHand(isNarrow ? { ...sack, lengthCm: random.between(16, 34) } : sack, space, random);
}

function onPallets(sack: Sack, space: CargoSpace, random: Random): readonly Solid[] {
  const pallet = drawPalletKind(random);
  const profile = drawProfile(random);
  const tall = Math.min(random.between(120, 235), space.y[1] - space.y[0] - pallet.heightCm - 4);
  const places = placesAlong(space, random.between(100, 125), [2, 8], random);
  return places.flatMap((place, index) =>
    twoRows(space).flatMap((z) => {
      const share = profile(places.length > 1 ? index / (places.length - 1) : 0.5);
      const layers = Math.max(2, Math.floor((tall * share) / sack.thickCm));
      const solids: Solid[] = [...pallet.build(place, space.y[0], z)];
      for (let layer = 0; layer < layers; layer++) {
        const y = space.y[0] + pallet.heightCm + layer * sack.thickCm;
        const columns = layer % 2 === 0 ? 2 : 3;
        const step = (place[1] - place[0]) / columns;
        for (let column = 0; column < columns; column++) {
          if (layer === layers - 1 && random.chance(0.12)) continue;
          const left = place[0] + column * step + random.between(-0.8, 0.8);
          solids.push(lay(sack, [left, left + step - 0.5], y, z, random));
        }
      }
      return solids;
    }),
  );
}

function byHand(sack: Sack, space: CargoSpace, random: Random): readonly Solid[] {
  const [start, end] = reachAlong(space, random);
  const profile = drawProfile(random);
  const columns = Math.max(1, Math.floor((end - start) / sack.lengthCm));
  const step = (end - start) / columns;
  const most = Math.max(1, Math.floor((space.y[1] - space.y[0] - 14) / sack.thickCm));
  const isLoose = random.chance(0.4);
  // A batch of columns leans on the one before; where the next leans less, a wedge of light is left between them.
  const batch = random.integer(3, 9);
  let lean = 0;
  const solids: Solid[] = [];
  for (let column = 0; column < columns; column++) {
    const along = columns > 1 ? column / (columns - 1) : 0.5;
    const slack = random.between(0.3, Math.min(3.5, 0.1 * step));
    if (column % batch === 0) lean = column === 0 ? 0 : random.between(0, 0.05);
    for (const z of twoRows(space)) {
      const layers = Math.max(1, Math.min(most, Math.round(most * profile(along)) + random.integer(-1, 0)));
      for (let layer = 0; layer < layers; layer++) {
        const y = space.y[0] + layer * sack.thickCm;
        const shift = random.between(-1.5, 1.5) - lean * layer * sack.thickCm;
        const left = Math.max(space.x[0] + 0.5, start + column * step + shift);
        const x: Span = [left, left + step - slack];
        solids.push(isLoose ? drop(sack, x, y, z, random) : lay(sack, x, y, z, random));
      }
    }
  }
  return solids;
}

/** A soft sack thrown on the others: no edge, no level. */
function drop(sack: Sack, x: Span, y: number, z: Span, random: Random): Solid {
  const radii = {
    x: ((x[1] - x[0]) / 2) * random.between(0.94, 1.06),
    y: sack.thickCm * random.between(0.5, 0.8),
    z: ((z[1] - z[0]) / 2) * random.between(0.85, 1),
  };
  const centre = {
    x: (x[0] + x[1]) / 2 + 0.06 * (x[1] - x[0]),
    y: y + radii.y,
    z: (z[0] + z[1]) / 2 + random.between(-1, 1) * ((z[1] - z[0]) / 2 - radii.z),
  };
  return oval(sack.goods, centre, radii, sack.packing * random.between(0.9, 1.2));
}

function lay(sack: Sack, x: Span, y: number, z: Span, random: Random): Solid {
  const up: Span = [y, y + sack.thickCm * random.between(0.95, 1.04)];
  return softBlock(sack.goods, x, up, z, sack.thickCm * 0.42, sack.packing * random.between(0.9, 1.08));
}
