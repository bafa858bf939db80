import { block } from '../build-solid.ts';
import type { MaterialName } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Point } from '../solid.ts';
import type { Piece } from './stack.ts';
import type { ThreatBuild } from './threat-kind.ts';
import { packPieces } from './wrapping.ts';

/** Pressed powder as it is trafficked: one size of brick a consignment, more or less well pressed. */
export interface BrickMould {
  readonly material: MaterialName;
  readonly size: Point;
  readonly massKg: number;
}

/** Bricks loose on each other, in sports bags, or in cartons. */
export function buildPowderBricks(mould: BrickMould, massKg: number, room: Point, random: Random): ThreatBuild {
  const packing = random.between(0.9, 1.1);
  const piece: Piece = {
    size: { ...mould.size, y: mould.size.y / packing },
    massKg: mould.massKg,
    turns: 'any',
    build: ({ x, y, z }) => [block(mould.material, x, y, z, packing)],
  };
  const isLayer = Math.min(room.x, room.y, room.z) < 20;
  const wrapping = isLayer || massKg < 3 ? 'none' : random.pick(['none', 'bag', 'bag', 'carton'] as const);
  return packPieces(piece, massKg, room, wrapping, random);
}
