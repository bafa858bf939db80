import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { MaterialName } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';

const PALLET_HEIGHT_CM = 14.4;
const GOODS = ['rice', 'polyethylene', 'water', 'ceramic', 'sugar', 'cardboard', 'aluminium'] as const;

interface BoxKind {
  readonly lengthCm: number;
  readonly heightCm: number;
  readonly depthCm: number;
  readonly goods: MaterialName;
  /** How much of a box its goods fill. */
  readonly packing: number;
}

/** Euro-sized pallets in two rows, each stacked with one kind of carton; layers, gaps and weights vary. */
export function loadPalletisedBoxes(space: CargoSpace, random: Random): readonly Solid[] {
  const solids: Solid[] = [];
  const palletLength = random.pick([80, 100, 120]);
  const oneKindOnly = random.chance(0.6);
  const firstKind = drawBoxKind(random);
  const layers = random.integer(3, Math.floor((space.y[1] - space.y[0] - PALLET_HEIGHT_CM) / firstKind.heightCm));
  const endGap = random.between(45, 150);
  for (let x = space.x[0] + random.between(2, 12); x + palletLength < space.x[1] - endGap; ) {
    const kind = oneKindOnly ? firstKind : drawBoxKind(random);
    for (const near of [true, false]) {
      const z: Span = near ? [space.z[0] + 3, space.z[0] + 108] : [space.z[1] - 108, space.z[1] - 3];
      const shift = random.between(-2, 2);
      const roomForLayers = Math.floor((space.y[1] - space.y[0] - PALLET_HEIGHT_CM) / kind.heightCm);
      const height = oneKindOnly ? layers : random.integer(2, Math.max(2, roomForLayers));
      solids.push(...buildPallet([x + shift, x + shift + palletLength], space.y[0], z));
      solids.push(
        ...stackBoxes(kind, [x + shift, x + shift + palletLength], space.y[0] + PALLET_HEIGHT_CM, z, {
          layers: Math.min(height, roomForLayers) - (random.chance(0.12) ? 1 : 0),
          random,
        }),
      );
    }
    x += palletLength + random.between(2, 9);
  }
  return solids;
}

function drawBoxKind(random: Random): BoxKind {
  const goods = random.pick(GOODS);
  const massPerVolume = random.between(0.06, 0.42);
  return {
    lengthCm: random.between(24, 60),
    heightCm: random.between(18, 45),
    depthCm: random.between(25, 52),
    goods,
    packing:
      massPerVolume /
      { rice: 1.45, polyethylene: 0.94, water: 1, ceramic: 2.4, sugar: 1.59, cardboard: 0.7, aluminium: 2.7 }[goods],
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
        solids.push(
          block('cardboard', [left, right], [y, top], [near, near + depth - 0.6], 0.05),
          block(
            kind.goods,
            [left + 0.6, right - 0.6],
            [y + 0.6, top - random.between(0.8, 3)],
            [near + 0.6, near + depth - 1.2],
            kind.packing * fill,
          ),
        );
      }
    }
  }
  return solids;
}
