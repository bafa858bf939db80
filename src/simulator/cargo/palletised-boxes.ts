import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { type Carton, drawCarton, stackCartons } from './carton.ts';
import { drawProfile } from './load-profile.ts';
import { drawPalletKind } from './pallet.ts';
import { placesAlong, twoRows } from './two-rows.ts';

/** Pallets in two rows, each stacked with one kind of carton; kinds, layers, gaps, leaning and weights vary. */
export const palletisedBoxes: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const usual = random.chance(0.55) ? large(drawCarton(random)) : null;
  const pallet = drawPalletKind(random);
  const profile = drawProfile(random);
  const isWrapped = random.chance(0.6);
  const missing = random.chance(0.5) ? random.between(0.05, 0.5) : 0;
  const lean = random.chance(0.3) ? random.between(-1.2, 1.2) : 0;
  const places = placesAlong(space, random.pick([80, 100, 110, 120]), [2, 11], random);
  return places.flatMap((place, index) =>
    twoRows(space).flatMap((z) => {
      const carton = usual ?? large(drawCarton(random));
      const floor = space.y[0] + pallet.heightCm;
      const room = space.y[1] - floor - 4;
      const share = profile(places.length > 1 ? index / (places.length - 1) : 0.5) * random.between(0.92, 1);
      const layers = Math.max(1, Math.floor((room * share) / carton.heightCm));
      const shift = random.between(-0.9, 0.9);
      const x: Span = [place[0] + shift, place[1] + shift];
      const top = floor + layers * carton.heightCm;
      return [
        ...pallet.build(x, space.y[0], z),
        ...stackCartons(carton, x, floor, z, {
          layers,
          leanCmPerM: index === 0 ? Math.abs(lean) : lean,
          missing,
          random,
        }),
        // A board on top and corner posts of cardboard under stretch film.
        ...(isWrapped
          ? [
              block('cardboard', x, [top, top + 0.8], z, 0.5),
              block('cardboard', [x[0] - 0.4, x[0]], [floor, top], z, 0.12),
              block('cardboard', [x[1], x[1] + 0.4], [floor, top], z, 0.12),
            ]
          : []),
      ];
    }),
  );
}

/** A rank in depth of small cartons looks like one from the side: fewer bodies, the same picture. */
function large(carton: Carton): Carton {
  return { ...carton, lengthCm: Math.max(28, carton.lengthCm), heightCm: Math.max(22, carton.heightCm), depthCm: 60 };
}
