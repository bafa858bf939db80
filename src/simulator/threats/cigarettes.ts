import { block } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Block } from '../solid.ts';
import type { Piece } from './stack.ts';
import type { ThreatKind } from './threat-kind.ts';
import { packPieces } from './wrapping.ts';

/** Tobacco, paper, foil and board of ten packs fill a carton to about 0.22 g/cm³. */
const CARTON: Piece = {
  size: { x: 28.5, y: 4.7, z: 8.9 },
  massKg: 0.26,
  turns: 'upright',
  build: ({ x, y, z }: Block, random: Random) => [block('wood', x, y, z, 0.335 * random.between(0.96, 1.04))],
};

/** Cartons of ten packs, loose or fifty in a case: light, and regular to the millimetre. */
export const cigarettes: ThreatKind = {
  massesKg: [2, 200],
  mostKgAt: {
    'behind-doors': 200,
    'false-wall': 160,
    'false-floor': 60,
    roof: 40,
    'between-goods': 60,
    'inside-goods': 160,
  },
  build: (massKg, room, random) => {
    const isLayer = Math.min(room.x, room.y, room.z) < 28;
    const wrapping = isLayer || massKg < 6 ? 'none' : random.pick(['none', 'carton', 'carton', 'carton'] as const);
    return packPieces(CARTON, massKg, room, wrapping, random);
  },
};
