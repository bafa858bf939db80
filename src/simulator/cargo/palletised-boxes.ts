import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS, type MaterialName } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { placesAlong, twoRows } from './two-rows.ts';

const PALLET_HEIGHT_CM = 14.4;
const GOODS = ['rice', 'polyethylene', 'water', 'ceramic', 'sugar', 'cardboard', 'aluminium'] as const;

interface BoxKind {
  readonly lengthCm: number;
  readonly heightCm: number;
  readonly depthCm: number;
  readonly goods: MaterialName;
  /** How much of a box its goods fill. */
  readonly packing: number;
  /** Packages side by side in a box, with air between them. */
  readonly packages: number;
}

/** Pallets in two rows, each stacked with one kind of carton; kinds, layers, gaps and weights vary. */
export const palletisedBoxes: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const usual = random.chance(0.6) ? drawBoxKind(random) : null;
  const room = space.y[1] - space.y[0] - PALLET_HEIGHT_CM;
  const fill = random.between(0.45, 1);
  return placesAlong(space, random.pick([80, 100, 120]), [2, 9], random).flatMap((place) =>
    twoRows(space).flatMap((z) => {
      const kind = usual ?? drawBoxKind(random);
      const mostLayers = Math.floor(room / kind.heightCm);
      const missing = random.chance(0.12) ? 1 : 0;
      const layers = Math.max(1, Math.round(mostLayers * (usual ? fill : random.between(0.35, 1))) - missing);
      const shift = random.between(-0.9, 0.9);
      const x: Span = [place[0] + shift, place[1] + shift];
      return [
        ...buildPallet(x, space.y[0], z),
        ...stackBoxes(kind, x, space.y[0] + PALLET_HEIGHT_CM, z, { layers, random }),
      ];
    }),
  );
}

function drawBoxKind(random: Random): BoxKind {
  const goods = random.pick(GOODS);
  return {
    lengthCm: random.between(24, 60),
    heightCm: random.between(18, 45),
    depthCm: random.between(25, 52),
    goods,
    packages: random.pick([1, 1, 2, 3, 4]),
    packing: random.between(0.06, 0.42) / MATERIALS[goods].densityGPerCm3,
  };
}

function buildPallet(x: Span, y: number, z: Span): readonly Solid[] {
  const solids = [
    block('wood', x, [y, y + 2.2], z, 0.55),
    block('wood', x, [y + PALLET_HEIGHT_CM - 4.4, y + PALLET_HEIGHT_CM], z, 0.85),
  ];
  for (const share of [0, 0.5, 1]) {
    const left = x[0] + share * (x[1] - x[0] - 12);
    solids.push(block('wood', [left, left + 12], [y + 2.2, y + PALLET_HEIGHT_CM - 4.4], z, 0.45));
  }
  return solids;
}

function stackBoxes(
  kind: BoxKind,
  x: Span,
  floor: number,
  z: Span,
  { layers, random }: { readonly layers: number; readonly random: Random },
): readonly Solid[] {
  const solids: Solid[] = [];
  const columns = Math.max(1, Math.floor((x[1] - x[0] + 4) / kind.lengthCm));
  const ranks = Math.max(1, Math.floor((z[1] - z[0] + 4) / kind.depthCm));
  const length = (x[1] - x[0]) / columns;
  const depth = (z[1] - z[0]) / ranks;
  for (let layer = 0; layer < layers; layer++) {
    const y = floor + layer * kind.heightCm;
    for (let column = 0; column < columns; column++) {
      for (let rank = 0; rank < ranks; rank++) {
        const left = x[0] + column * length + random.between(0, 0.8);
        const near = z[0] + rank * depth;
        const right = left + length - random.between(0.5, 1.4);
        const top = y + kind.heightCm - 0.4;
        const fill = random.between(0.94, 1.06);
        solids.push(block('cardboard', [left, right], [y, top], [near, near + depth - 0.6], 0.05));
        const goodsTop = top - random.between(0.8, 3);
        const step = (right - left - 1.2) / kind.packages;
        for (let at = left + 0.6; at + step / 2 < right; at += step) {
          const across: Span = [at, at + step - (kind.packages > 1 ? 0.12 * step : 0)];
          const through: Span = [near + 0.6, near + depth - 1.2];
          solids.push(block(kind.goods, across, [y + 0.6, goodsTop], through, kind.packing * fill));
        }
      }
    }
  }
  return solids;
}
