import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { drawProfile } from './load-profile.ts';
import { drawPalletKind } from './pallet.ts';
import { placesAlong, twoRows } from './two-rows.ts';

/** Drinks: bottles in crates or shrink packs, or cans in trays, in even layers on pallets with sheets between. */
export const bottlesInCrates: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const pallet = drawPalletKind(random);
  const bottle = {
    pitchCm: random.between(8.2, 12),
    heightCm: random.between(20, 34),
    // Where the neck begins: above it a bottle holds far less.
    shoulder: random.between(0.55, 0.78),
    body: random.pick(['water', 'water', 'diesel'] as const),
    wall: random.pick(['glass', 'glass', 'polyethylene'] as const),
    isInCrate: random.chance(0.5),
  };
  const profile = drawProfile(random);
  const most = Math.max(
    1,
    Math.min(6, Math.floor((space.y[1] - space.y[0] - pallet.heightCm - 5) / (bottle.heightCm + 2))),
  );
  const usual = random.integer(Math.max(1, most - 1), most);
  const fill = random.between(0.45, 0.62);
  const places = placesAlong(space, random.pick([80, 100, 120] as const), [2, 9], random);
  return places.flatMap((x, index) =>
    twoRows(space).flatMap((z) => {
      const share = profile(places.length > 1 ? index / (places.length - 1) : 0.5);
      const layers = Math.max(1, Math.round(usual * share));
      const solids: Solid[] = [...pallet.build(x, space.y[0], z)];
      for (let layer = 0; layer < layers; layer++) {
        const y = space.y[0] + pallet.heightCm + layer * (bottle.heightCm + 2);
        solids.push(...layerOf(x, y, z));
      }
      return solids;
    }),
  );

  /** Bottles that stand one behind the other along the beam count as one upright body, their glass spread over it. */
  function layerOf(x: Span, y: number, z: Span): readonly Solid[] {
    const count = Math.max(1, Math.floor((x[1] - x[0]) / bottle.pitchCm));
    const step = (x[1] - x[0]) / count;
    const shoulderY = y + bottle.heightCm * bottle.shoulder;
    const solids: Solid[] = [
      block('cardboard', x, [y - 0.6, y], z, 0.6),
      block(bottle.wall, x, [y, shoulderY], z, bottle.wall === 'glass' ? 0.1 : 0.04),
    ];
    for (let at = 0; at < count; at++) {
      const left = x[0] + at * step;
      const middle = left + step / 2;
      solids.push(
        block(bottle.body, [left + 0.12 * step, left + 0.88 * step], [y + 0.6, shoulderY], z, fill),
        block(bottle.wall, [middle - 1.6, middle + 1.6], [shoulderY, y + bottle.heightCm - 1], z, 0.13),
      );
    }
    if (bottle.isInCrate) {
      const crates = Math.max(2, Math.round((x[1] - x[0]) / 40));
      for (let edge = 0; edge <= crates; edge++) {
        const left = x[0] + (edge * (x[1] - x[0] - 1.2)) / crates;
        solids.push(block('polyethylene', [left, left + 1.2], [y, y + bottle.heightCm * 0.85], z, 0.35));
      }
    }
    return solids;
  }
}
