import type { Random } from '../random.ts';
import type { Block, Solid } from '../solid.ts';
import { poseIn } from './pose.ts';
import type { Piece } from './stack.ts';
import type { ThreatKind } from './threat-kind.ts';
import { packPieces } from './wrapping.ts';

const BUNDLES = 10;
const BUNDLE_CM = 1.1;
/** Banknote paper, a little air between the notes: 0.9 g/cm³. */
const PAPER_PACKING = 1.28;

/** A thousand notes: ten bundles, each with its band, in shrink film. */
function buildThousand(room: Block, random: Random): readonly Solid[] {
  const pose = poseIn(room, random);
  return Array.from({ length: BUNDLES }, (_, bundle) => {
    const from = bundle * BUNDLE_CM + random.between(0, 0.06);
    return pose.box('cardboard', [0, 15.6], [from, from + BUNDLE_CM - 0.08], [0, 6.6], PAPER_PACKING);
  });
}

const THOUSAND: Piece = { size: { x: 15.6, y: 11, z: 6.6 }, massKg: 0.95, turns: 'any', build: buildThousand };

/** Banknotes by the kilogram, loose in a layer, in bags or in cartons. */
export const cash: ThreatKind = {
  massesKg: [1, 100],
  mostKgAt: {
    'behind-doors': 100,
    'refrigeration-unit': 20,
    'false-wall': 100,
    'false-floor': 60,
    roof: 50,
    'between-goods': 60,
    'inside-goods': 100,
  },
  build: (massKg, room, random) => {
    const isLayer = Math.min(room.x, room.y, room.z) < 20;
    const wrapping = isLayer || massKg < 3 ? 'none' : random.pick(['none', 'bag', 'bag', 'carton'] as const);
    return packPieces(THOUSAND, massKg, room, wrapping, random);
  },
};
