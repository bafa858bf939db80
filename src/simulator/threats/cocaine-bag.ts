import { block, solidOf } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Point, Solid } from '../solid.ts';

const BRICK = { x: 20, y: 3.5, z: 13 } as const;
const BRICK_MASS_KG = 1;
const BAGS_HOLD = 24;

export interface ThreatBuild {
  readonly solids: readonly Solid[];
  readonly size: Point;
  readonly massKg: number;
}

/**
 * Sports bags of one-kilogram cocaine bricks (20 × 13 × 3.5 cm), one bag for each 24 kg, on top of each other or one
 * behind the other. The corner nearest to the source, at the bottom left, is at the origin. A slim bag holds its bricks
 * one rank deep, to fit between rows of goods.
 */
export function buildCocaineBags(massKg: number, slim: boolean, random: Random): ThreatBuild {
  const solids: Solid[] = [];
  const bricks = Math.max(1, Math.round(massKg / BRICK_MASS_KG));
  const stacked = slim || random.chance(0.5);
  let size: Point = { x: 0, y: 0, z: 0 };
  for (let bricksLeft = bricks; bricksLeft > 0; bricksLeft -= BAGS_HOLD) {
    const at = stacked ? { x: random.between(0, 2), y: size.y, z: 0 } : { x: random.between(0, 2), y: 0, z: size.z };
    const bag = buildBag(Math.min(bricksLeft, BAGS_HOLD), at, slim, random);
    solids.push(...bag.solids);
    size = {
      x: Math.max(size.x, at.x + bag.size.x),
      y: Math.max(size.y, at.y + bag.size.y),
      z: Math.max(size.z, at.z + bag.size.z),
    };
  }
  return { solids, size, massKg: bricks * BRICK_MASS_KG };
}

/** Bricks lie flat in two columns of two ranks, as high as their number asks for, in a bag of thin cloth. */
function buildBag(
  bricks: number,
  at: Point,
  slim: boolean,
  random: Random,
): { readonly solids: readonly Solid[]; readonly size: Point } {
  const columns = bricks > 4 ? 2 : 1;
  const ranks = bricks > 12 && !slim ? 2 : 1;
  const perLayer = columns * ranks;
  const layers = Math.ceil(bricks / perLayer);
  const size = { x: columns * (BRICK.x + 0.8) + 3, y: layers * (BRICK.y + 0.3) + 4, z: ranks * (BRICK.z + 0.8) + 3 };
  const solids: Solid[] = [];
  for (let brick = 0; brick < bricks; brick++) {
    const layer = Math.floor(brick / perLayer);
    const column = brick % columns;
    const rank = Math.floor((brick % perLayer) / columns);
    const x = at.x + 1.5 + column * (BRICK.x + 0.8) + random.between(-0.4, 0.4);
    const y = at.y + 0.5 + layer * (BRICK.y + 0.3);
    const z = at.z + 1.5 + rank * (BRICK.z + 0.8) + random.between(-0.4, 0.4);
    solids.push(block('cocaine-hydrochloride', [x, x + BRICK.x], [y, y + BRICK.y], [z, z + BRICK.z]));
  }
  const cloth = { x: at.x + size.x / 2, y: at.y + size.y / 2, z: at.z + size.z / 2 };
  solids.push(
    solidOf(
      'polyethylene',
      { kind: 'pillar', x: [at.x, at.x + size.x], y: [at.y, at.y + size.y], z: [at.z, at.z + size.z] },
      0.015,
    ),
    solidOf(
      'polyethylene',
      { kind: 'dome', centre: { ...cloth, y: at.y + size.y }, radii: { x: size.x * 0.3, y: 5, z: size.z * 0.3 } },
      0.02,
    ),
  );
  return { solids, size: { ...size, y: size.y + 5 } };
}
