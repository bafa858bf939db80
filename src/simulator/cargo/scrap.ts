import { block, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { oval, turnedBlock } from './goods-shapes.ts';
import { drawProfile } from './load-profile.ts';
import { reachAlong } from './two-rows.ts';

const METALS = ['steel', 'steel', 'steel', 'aluminium', 'copper'] as const;

/** Scrap metal tipped in: shreds, offcuts, pipes, wheels and engines in a heap whose top is never even. */
export const scrap: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const [start, end] = reachAlong(space, random);
  const metal = random.pick(METALS);
  const profile = drawProfile(random);
  const room = (space.y[1] - space.y[0] - 20) * random.between(0.4, 0.95);
  const coarse = random.between(0.6, 1.6);
  // The fine stuff between the pieces: a heap in slices, each as high as its neighbours and a step.
  const solids: Solid[] = [];
  const fines = random.between(0.01, 0.07);
  const tops: number[] = [];
  let wander = 0;
  for (let x = start; x < end - 6; x += 6) {
    const along = (x - start) / (end - start);
    wander = wander * 0.85 + random.normal() * 4;
    const flank = Math.min(1, (x - start + 25) / 60, (end - x + 25) / 60);
    const top = Math.max(12, Math.min(space.y[1] - space.y[0] - 25, (room * profile(along) + wander) * flank));
    tops.push(top);
    solids.push(
      block(
        metal,
        [x, x + 6],
        [space.y[0], space.y[0] + top],
        [space.z[0] + 2, space.z[1] - 2],
        fines * random.between(0.9, 1.1),
      ),
    );
  }
  const pieces = Math.round(Math.min(900, (end - start) * random.between(0.4, 0.9)));
  for (let piece = 0; piece < pieces; piece++) {
    const size = coarse * random.between(6, 22);
    const x = random.between(start + size, end - size);
    const top = tops[Math.min(tops.length - 1, Math.floor((x - start) / 6))] ?? 12;
    const y = space.y[0] + Math.min(size, top / 2) + random.unit() * Math.max(0, top - Math.min(size, top / 2));
    const thick = random.between(2, 30);
    const near = random.between(space.z[0] + 2, space.z[1] - 2 - thick);
    const floor = Math.max(y, space.y[0] + size);
    solids.push(...junk(metal, x, Math.min(floor, space.y[1] - size - 1), size, [near, near + thick], random));
  }
  return solids;
}

function junk(
  usual: (typeof METALS)[number],
  x: number,
  y: number,
  size: number,
  z: Span,
  random: Random,
): readonly Solid[] {
  const metal = random.chance(0.85) ? usual : random.pick(METALS);
  const middle = (z[0] + z[1]) / 2;
  const packing = random.between(0.04, 0.3);
  const kind = random.unit();
  if (kind < 0.45) {
    const flat = { length: size * random.between(0.9, 1.6), height: size * random.between(0.08, 0.5) };
    return [turnedBlock(metal, { x, y }, flat, random.between(-1.5, 1.5), z, packing)];
  }
  if (kind < 0.6)
    return [oval(metal, { x, y, z: middle }, { x: size * 0.7, y: size * 0.5, z: (z[1] - z[0]) / 2 }, packing)];
  if (kind < 0.78)
    return tube(metal, 'z', { x, y, z: middle }, z[1] - z[0], size * 0.6, size * random.between(0.4, 0.52));
  if (kind < 0.9) return tube(metal, 'y', { x, y, z: middle }, size * 1.6, Math.min(size * 0.3, (z[1] - z[0]) / 2), 0);
  return [block(metal, [x - size * 0.7, x + size * 0.7], [y - size * 0.5, y + size * 0.5], z, packing * 1.4)];
}
