import { block, hollowBlock } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { CONTAINER_WIDTH_CM } from './container-types.ts';
import { buildPosts } from './frame.ts';

/** Corrugated side walls, with the ventilators near their upper edge. */
export function buildSideWalls(lengthCm: number, heightCm: number, random: Random): readonly Solid[] {
  const sheetCm = random.between(0.16, 0.2);
  return [1, CONTAINER_WIDTH_CM - 1 - sheetCm].flatMap((z) => {
    const y: Span = [17, heightCm - 7];
    const depth: Span = [z, z + sheetCm];
    const solids = [block('steel', [15, lengthCm - 15], y, depth)];
    // One corrugation: outer face 7.2, slope 6.8, inner face 7.0, slope 6.8 cm; a slope is 13 % longer along the beam.
    for (let x = 17 + random.between(0, 27.8); x < lengthCm - 30; x += 27.8) {
      solids.push(block('steel', [x, x + 6.8], y, depth, 0.13), block('steel', [x + 13.8, x + 20.6], y, depth, 0.13));
    }
    for (const x of [60, lengthCm - 95]) {
      if (random.chance(0.7)) {
        const outside: Span = z < 100 ? [0, 1] : [CONTAINER_WIDTH_CM - 1, CONTAINER_WIDTH_CM];
        solids.push(block('polyethylene', [x, x + 22], [heightCm - 24, heightCm - 15], outside, 0.9));
      }
    }
    return solids;
  });
}

/** Corrugated sheet with stiffening plates behind the corner castings. */
export function buildRoof(lengthCm: number, heightCm: number): readonly Solid[] {
  const z: Span = [3, CONTAINER_WIDTH_CM - 3];
  const y: Span = [heightCm - 3.4, heightCm - 3.2];
  const solids = [block('steel', [10, lengthCm - 10], y, z)];
  for (let x = 30; x < lengthCm - 30; x += 20.9) solids.push(block('steel', [x, x + 5.5], y, z, 0.1));
  for (const x of [12, lengthCm - 12 - 32]) {
    solids.push(block('steel', [x, x + 32], [heightCm - 3.2, heightCm - 2.8], z, 0.75));
  }
  return solids;
}

/** The corrugated front wall is seen edge-on: its 2 mm of steel spread over the depth of the corrugation. */
export function buildFrontWall(heightCm: number): readonly Solid[] {
  const z: Span = [8, CONTAINER_WIDTH_CM - 8];
  return [
    ...buildPosts([0, 11], heightCm, 0.6),
    block('steel', [2, 6.5], [12, heightCm - 8], z, 0.055),
    ...hollowBlock('steel', [1, 7], [heightCm - 10, heightCm - 3], z, 0.4),
    block('steel', [1, 6], [2, 15], z, 0.12),
  ];
}

/** Steel bows across the open roof, and the tarpaulin over them. */
export function buildTarpaulin(lengthCm: number, heightCm: number, random: Random): readonly Solid[] {
  const z: Span = [3, CONTAINER_WIDTH_CM - 3];
  const solids: Solid[] = [block('polyethylene', [6, lengthCm - 6], [heightCm - 2, heightCm - 1.85], z, 1.3)];
  const spacing = random.between(58, 66);
  for (let x = 24; x < lengthCm - 30; x += spacing) {
    solids.push(...hollowBlock('steel', [x, x + 4], [heightCm - 5, heightCm - 2], z, 0.25));
  }
  return solids;
}
