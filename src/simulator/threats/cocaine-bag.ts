import { block, solidOf } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Point, Solid } from '../solid.ts';
import type { ThreatBuild } from './threat-kind.ts';

interface BagPacking {
  readonly brick: Point;
  readonly columns: number;
  readonly ranks: number;
}

/** How one-kilogram bricks may lie in a bag: size of a brick, and how many fit side by side and one behind the other. */
const PACKINGS: readonly [BagPacking, ...BagPacking[]] = [
  { brick: { x: 20, y: 3.5, z: 13 }, columns: 2, ranks: 2 },
  { brick: { x: 20, y: 13, z: 3.5 }, columns: 2, ranks: 7 },
  { brick: { x: 13, y: 20, z: 3.5 }, columns: 3, ranks: 7 },
  { brick: { x: 3.5, y: 20, z: 13 }, columns: 10, ranks: 2 },
];
const SLIM_DEPTH_CM = 17.5;
const BRICK_MASS_KG = 1;
const BAGS_HOLD = 24;

/**
 * Sports bags of one-kilogram cocaine bricks (20 × 13 × 3.5 cm), up to 24 in a bag, on top of each other or one
 * behind the other. The corner nearest to the source, at the bottom left, is at the origin. A slim bag fits between rows
 * of goods.
 */
export function buildCocaineBags(massKg: number, slim: boolean, random: Random): ThreatBuild {
  const solids: Solid[] = [];
  const bricks = Math.max(1, Math.round(massKg / BRICK_MASS_KG));
  const stacked = slim || random.chance(0.5);
  let size: Point = { x: 0, y: 0, z: 0 };
  const bags = Math.ceil(bricks / BAGS_HOLD);
  for (let bag = 0; bag < bags; bag++) {
    const inBag = Math.floor((bricks * (bag + 1)) / bags) - Math.floor((bricks * bag) / bags);
    const at = stacked ? { x: random.between(0, 2), y: size.y, z: 0 } : { x: random.between(0, 2), y: 0, z: size.z };
    const built = buildBag(inBag, at, slim, random);
    solids.push(...built.solids);
    size = {
      x: Math.max(size.x, at.x + built.size.x),
      y: Math.max(size.y, at.y + built.size.y),
      z: Math.max(size.z, at.z + built.size.z),
    };
  }
  return { solids, size, massKg: bricks * BRICK_MASS_KG };
}

/** Bricks laid flat, on edge or upright, layer on layer as their number asks for, in a bag of thin cloth. */
function buildBag(
  bricks: number,
  at: Point,
  slim: boolean,
  random: Random,
): { readonly solids: readonly Solid[]; readonly size: Point } {
  const { brick, columns: mostColumns, ranks: mostRanks } = random.pick(PACKINGS);
  const pitch = { x: brick.x + 0.7, y: brick.y + 0.3, z: brick.z + 0.7 };
  const ranks = Math.min(slim ? Math.floor((SLIM_DEPTH_CM - 3) / pitch.z) : mostRanks, bricks);
  const columns = Math.min(mostColumns, Math.ceil(bricks / ranks));
  const layers = Math.ceil(bricks / (columns * ranks));
  const size = { x: columns * pitch.x + 3, y: layers * pitch.y + 1.5, z: ranks * pitch.z + 3 };
  const solids: Solid[] = [];
  for (let index = 0; index < bricks; index++) {
    const layer = Math.floor(index / (columns * ranks));
    const x = at.x + 1.5 + (index % columns) * pitch.x + random.between(-0.3, 0.3);
    const y = at.y + 0.5 + layer * pitch.y;
    const z = at.z + 1.5 + (Math.floor(index / columns) % ranks) * pitch.z + random.between(-0.3, 0.3);
    solids.push(block('cocaine-hydrochloride', [x, x + brick.x], [y, y + brick.y], [z, z + brick.z]));
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
      { kind: 'dome', centre: { ...cloth, y: at.y + size.y }, radii: { x: size.x * 0.3, y: 2, z: size.z * 0.3 } },
      0.02,
    ),
  );
  return { solids, size };
}
