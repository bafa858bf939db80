import { block } from '../build-solid.ts';
import { MATERIALS, type MaterialName } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';

/** One kind of carton: its size in centimetres and what is in it. */
export interface Carton {
  readonly lengthCm: number;
  readonly heightCm: number;
  readonly depthCm: number;
  readonly goods: MaterialName;
  /** Share of the goods' own density that a package has. */
  readonly packing: number;
  /** Packages side by side in a carton, and one above the other, with air between them. */
  readonly packages: number;
  readonly layers: number;
  /** How unequal the cartons of one consignment are: fillings differ by up to this share. */
  readonly spread: number;
}

const GOODS = [
  'rice',
  'polyethylene',
  'water',
  'ceramic',
  'sugar',
  'cardboard',
  'cardboard',
  'aluminium',
  'glass',
  'steel',
  'rubber',
  'meat',
] as const;

/** Light textiles to canned food: 0.05 to 0.75 g/cm³, the light ones more often. */
export function drawCarton(random: Random): Carton {
  const goods = random.pick(GOODS);
  const share = random.unit();
  return {
    lengthCm: random.between(22, 60),
    heightCm: random.between(16, 45),
    depthCm: random.between(24, 54),
    goods,
    packages: random.pick([1, 1, 1, 2, 3, 4]),
    layers: random.pick([1, 1, 1, 2]),
    spread: random.between(0.02, 0.22),
    packing: Math.min(0.9, (0.06 + 0.75 * share * Math.sqrt(share)) / MATERIALS[goods].densityGPerCm3),
  };
}

/** One carton with its goods; a rank of cartons in depth counts as one when it is given as one depth. */
function buildCarton(carton: Carton, x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  const fill = carton.packing * (1 + random.between(-carton.spread, carton.spread));
  const solids = [block('cardboard', x, y, z, 0.05)];
  const inside: Span = [x[0] + 0.6, x[1] - 0.6];
  const top = y[1] - random.between(0.8, 3);
  const step = (inside[1] - inside[0]) / carton.packages;
  const rise = (top - y[0] - 0.6) / carton.layers;
  if (!(step > 1 && rise > 1)) return solids;
  const between = carton.packages > 1 ? 0.12 * step : 0;
  const above = carton.layers > 1 ? 0.1 * rise : 0;
  for (let column = 0; column < carton.packages; column++) {
    for (let layer = 0; layer < carton.layers; layer++) {
      const left = inside[0] + column * step;
      const low = y[0] + 0.6 + layer * rise;
      solids.push(
        block(carton.goods, [left, left + step - between], [low, low + rise - above], [z[0] + 0.5, z[1] - 0.7], fill),
      );
    }
  }
  return solids;
}

export interface StackWishes {
  readonly layers: number;
  /** How far the stack's top leans along the container, in centimetres per metre of height. */
  readonly leanCmPerM: number;
  /** Share of the uppermost layer's cartons that are missing. */
  readonly missing: number;
  readonly random: Random;
}

/** A block of one kind of carton, row upon row, ranks in depth; the uppermost layer may be incomplete. */
export function stackCartons(
  carton: Carton,
  x: Span,
  floor: number,
  z: Span,
  { layers, leanCmPerM, missing, random }: StackWishes,
): readonly Solid[] {
  const columns = Math.max(1, Math.floor((x[1] - x[0] + 4) / carton.lengthCm));
  const length = (x[1] - x[0]) / columns;
  // Every second layer may be laid across, as bricks are, so that the stack holds together.
  const isBonded = columns > 1 && random.chance(0.35);
  const solids: Solid[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const y = floor + layer * carton.heightCm;
    const lean = (leanCmPerM * (y - floor)) / 100 + random.between(-0.4, 0.4);
    const inLayer = isBonded && layer % 2 === 1 ? columns - 1 : columns;
    const own = isBonded && layer % 2 === 1 ? (x[1] - x[0]) / inLayer : length;
    for (let column = 0; column < inLayer; column++) {
      if (layer === layers - 1 && random.chance(missing)) continue;
      const left = x[0] + column * own + lean + random.between(0.4, 1);
      const across: Span = [left, left + own - random.between(0.5, 1.3)];
      const ranks = Math.max(1, Math.floor((z[1] - z[0] + 4) / carton.depthCm));
      const depth = (z[1] - z[0]) / ranks;
      for (let rank = 0; rank < ranks; rank++) {
        const near = z[0] + rank * depth + random.between(0, 0.5);
        const up: Span = [y, y + carton.heightCm - random.between(0.2, 0.6)];
        solids.push(...buildCarton(carton, across, up, [near, near + depth - 0.7], random));
      }
    }
  }
  return solids;
}
