import { block } from '../build-solid.ts';
import type { Piece } from './stack.ts';
import type { ThreatKind } from './threat-kind.ts';
import { LEAST_FOR_CRATE_KG, packPieces } from './wrapping.ts';

const BLOCK: Piece = {
  size: { x: 28, y: 2.5, z: 5.1 },
  massKg: 0.57,
  turns: 'any',
  build: ({ x, y, z }) => [block('explosive', x, y, z)],
};

/** Demolition blocks of 570 g, denser than any drug. */
export const explosives: ThreatKind = {
  massesKg: [1, 100],
  mostKgAt: {
    'behind-doors': 100,
    'refrigeration-unit': 20,
    'false-wall': 100,
    'false-floor': 60,
    roof: 40,
    'between-goods': 60,
    'inside-goods': 100,
  },
  build: (massKg, room, random) => {
    const isLayer = Math.min(room.x, room.y, room.z) < 20;
    const wrapping =
      isLayer || massKg < 3
        ? 'none'
        : random.pick(['none', 'bag', 'carton', massKg < LEAST_FOR_CRATE_KG ? 'carton' : 'crate'] as const);
    return packPieces(BLOCK, massKg, room, wrapping, random);
  },
};
