import { block, hollowBlock } from '../build-solid.ts';
import type { Solid, Span } from '../solid.ts';
import { CONTAINER_WIDTH_CM } from './container-types.ts';

/** Near and far corner post. */
export const SIDES: readonly [Span, Span] = [
  [0, 16.2],
  [CONTAINER_WIDTH_CM - 16.2, CONTAINER_WIDTH_CM],
];

/** Eight corner castings by ISO 1161. */
export function buildCornerCastings(lengthCm: number, heightCm: number): readonly Solid[] {
  return [0, lengthCm - 17.8].flatMap((x) =>
    [0, heightCm - 11.8].flatMap((y) =>
      SIDES.flatMap((z) => [
        ...hollowBlock('steel', [x, x + 17.8], [y, y + 11.8], z, 2.2),
        // The oval hole through which twist-locks and hooks reach: bright in a scan, because it goes right through.
        block('steel', [x + 5.9, x + 11.9], [y + 2.6, y + 9.2], [z[0], z[0] + 2.2], -1),
        block('steel', [x + 5.9, x + 11.9], [y + 2.6, y + 9.2], [z[1] - 2.2, z[1]], -1),
      ]),
    ),
  );
}

/** Roof and bottom side rails. Open tops have stronger roof rails, because no roof holds them together. */
export function buildRails(lengthCm: number, heightCm: number, roofRailCm: number): readonly Solid[] {
  const along: Span = [17.8, lengthCm - 17.8];
  return [0, CONTAINER_WIDTH_CM - 6].flatMap((z) => [
    ...hollowBlock('steel', along, [heightCm - 2 - roofRailCm, heightCm - 2], [z, z + 6], 0.4),
    block('steel', along, [1.5, 17.7], [z + 2, z + 2.45]),
    block('steel', along, [1.5, 2], [z, z + 5]),
    block('steel', along, [17.2, 17.7], [z, z + 5]),
  ]);
}

/** Corner posts between the castings. */
export function buildPosts(x: Span, heightCm: number, wallCm: number): readonly Solid[] {
  return SIDES.flatMap((z) => hollowBlock('steel', x, [11.8, heightCm - 11.8], z, wallCm));
}
