import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { sin } from '../elementary.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import { type CargoKind, drawGoodsEnd } from './cargo-kind.ts';

const GOODS = ['rice', 'polyethylene', 'wood', 'sugar', 'ceramic'] as const;
const SLICE_CM = 1;

/** Loose goods blown or tipped in: heaps with rounded crests whose flanks keep their angle of repose, up to the walls. */
export const bulkHeap: CargoKind = { load, hasAisle: false };

interface Heap {
  readonly at: number;
  readonly peak: number;
  readonly slope: number;
  readonly crest: number;
}

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const packing = Math.min(1, random.between(0.3, 0.8) / MATERIALS[goods].densityGPerCm3);
  const room = space.y[1] - space.y[0] - 4;
  const start = space.x[0] + 1;
  const length = drawGoodsEnd(space, random) - start;
  const slope = random.between(0.08, 0.55);
  const heaps = Array.from({ length: random.integer(1, length > 700 ? 4 : 2) }, () => ({
    at: random.between(-0.05, 0.95) * length,
    peak: random.between(0.5, 1) * room,
    slope: slope * random.between(0.8, 1.2),
    crest: random.between(15, 140),
  }));
  // A lining held by bars keeps the goods from the doors; without it the flank runs out before them.
  const isLined = random.chance(0.4);
  const ripple = random.chance(0.6) ? random.between(0.3, 2) : 0;
  const wavelength = random.between(24, 60);
  const solids: Solid[] = [];
  for (let x = 0; x + SLICE_CM <= length; x += SLICE_CM) {
    const waves = ripple * sin(2 * Math.PI * ((x / wavelength) % 1));
    const flank = isLined ? room : (length - x) * slope * 1.4;
    const top = Math.min(room, flank, Math.max(...heaps.map((heap) => heightAt(heap, x))) + waves);
    if (top < 1) continue;
    const left = start + x;
    solids.push(
      block(
        goods,
        [left, left + SLICE_CM],
        [space.y[0], space.y[0] + top],
        [space.z[0] + 0.5, space.z[1] - 0.5],
        packing,
      ),
    );
  }
  return solids;
}

/** A hyperbola: straight flanks that a rounded crest joins. */
function heightAt({ at, peak, slope, crest }: Heap, x: number): number {
  const away = x - at;
  return peak - slope * (Math.sqrt(away * away + crest * crest) - crest);
}
