import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { turnedBlock } from './goods-shapes.ts';
import { drawProfile } from './load-profile.ts';
import { fillLoosely } from './loose-items.ts';
import { reachAlong } from './two-rows.ts';

/** Groupage: parcels of any size and content, stowed by hand from wall to wall, some on the slant, some in bags. */
export const parcels: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const [start, end] = reachAlong(space, random);
  const profile = drawProfile(random);
  const usual = random.between(34, 50);
  const room = space.y[1] - space.y[0] - 8;
  const ranks = random.integer(3, 4);
  const depth = (space.z[1] - space.z[0] - 4) / ranks;
  const solids: Solid[] = [];
  for (let rank = 0; rank < ranks; rank++) {
    const z: Span = [space.z[0] + 2 + rank * depth, space.z[0] + 1 + (rank + 1) * depth];
    for (let x = start; x < end - 24; ) {
      const length = Math.min(end - x, usual * random.between(0.6, 1.7));
      const top = room * profile((x - start) / (end - start)) * random.between(0.85, 1);
      for (let y = 0; y < top - 12; ) {
        const height = Math.min(top - y, usual * random.between(0.4, 1.1));
        const shift = random.between(0, 3);
        const across: Span = [x + shift, x + length - random.between(0.5, 3)];
        const floor = space.y[0] + y;
        solids.push(...parcel(across, [floor, floor + height - 0.4], [z[0], z[1] - random.between(0, 14)], random));
        y += height;
      }
      x += length;
    }
  }
  return solids;
}

function parcel(x: Span, y: Span, z: Span, random: Random): readonly Solid[] {
  if (random.chance(0.06) && x[1] - x[0] > 2 * (y[1] - y[0])) {
    const centre = { x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2 };
    const size = { length: (x[1] - x[0]) * 0.9, height: (y[1] - y[0]) * 0.45 };
    return [turnedBlock('cardboard', centre, size, random.between(-0.12, 0.12), z, random.between(0.1, 0.5))];
  }
  const wall = random.chance(0.85) ? 0.5 : 1;
  return [
    block('cardboard', x, y, z, 0.05 * wall * 2),
    ...fillLoosely([x[0] + wall, x[1] - wall], [y[0] + wall, y[1] - 2], [z[0] + wall, z[1] - wall], random),
  ];
}
