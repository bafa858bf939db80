import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { sin } from '../elementary.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import { type CargoKind, drawGoodsEnd } from './cargo-kind.ts';

const GOODS = ['rice', 'polyethylene', 'wood', 'sugar'] as const;
const SLICE_CM = 1;

/** Loose goods poured in one or two heaps that run out towards both ends with a smooth flank. */
export const bulkHeap: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const packing = random.between(0.18, 0.5) / MATERIALS[goods].densityGPerCm3;
  const room = space.y[1] - space.y[0];
  const length = drawGoodsEnd(space, random) - space.x[0] - 4;
  const heaps = Array.from({ length: random.integer(1, 2) }, () => ({
    at: random.between(0.25, 0.75) * length,
    height: random.between(0.45, 0.92) * room,
    reach: random.between(0.45, 0.8) * length,
  }));
  const ripple = random.between(0.5, 2);
  const solids: Solid[] = [];
  for (let x = 0; x < length; x += SLICE_CM) {
    let height = 0;
    for (const heap of heaps) {
      const offset = Math.min(1, Math.abs(x - heap.at) / heap.reach);
      // A rounded crest and a straight flank: the shape that poured goods take.
      height = Math.max(height, heap.height * (1 - offset) * (1 + offset - offset * offset));
    }
    const fromEnds = Math.min(1, x / 60, (length - x) / 60);
    const waves = ripple * sin(2 * Math.PI * ((x / 47) % 1));
    const top = Math.min(room - 4, (height + waves) * fromEnds);
    if (top < 1) continue;
    const left = space.x[0] + 2 + x;
    solids.push(
      block(goods, [left, left + SLICE_CM], [space.y[0], space.y[0] + top], [space.z[0], space.z[1]], packing),
    );
  }
  return solids;
}
