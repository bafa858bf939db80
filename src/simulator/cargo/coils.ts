import { block, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import { type CargoKind, drawGoodsEnd, MOST_PAYLOAD_KG } from './cargo-kind.ts';
import { blockPallet } from './pallet.ts';

const GOODS = ['steel', 'aluminium', 'cardboard', 'cardboard', 'copper', 'polyethylene'] as const;

/** Coils of sheet, reels of paper, drums of cable: on cradles with the eye across, along, or upright. */
export const coils: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const isMetal = goods === 'steel' || goods === 'aluminium' || goods === 'copper';
  const radius = isMetal ? random.between(26, 58) : random.between(38, 64);
  const packing = isMetal ? random.between(0.5, 0.95) : random.between(0.4, 0.85) / MATERIALS[goods].densityGPerCm3;
  const bore = Math.min(radius - 8, random.between(isMetal ? 20 : 4, isMetal ? 30 : 8));
  const eye = random.pick(['across', 'across', 'along', 'upright'] as const);
  const width = Math.min(random.between(60, 150), eye === 'upright' ? 180 : 200);
  // Metal is heavy: a few coils with room between them; paper stands close and, upright, in two tiers.
  const gap = isMetal ? random.between(20, 110) : random.between(1, 8);
  const step = (eye === 'along' ? width : 2 * radius) + gap;
  const start = space.x[0] + random.between(6, isMetal ? 60 : 12);
  const end = drawGoodsEnd(space, random);
  const rows = eye === 'across' ? Math.max(1, Math.floor(212 / width)) : Math.floor(212 / (2 * radius));
  const tierHeight = eye === 'upright' ? width : 2 * radius;
  const base = space.y[0] + (eye === 'upright' ? 14.4 : 9);
  const tiers = isMetal ? 1 : Math.max(1, Math.min(2, Math.floor((space.y[1] - base - 4) / (tierHeight + 2))));
  const coilKg = (packing * MATERIALS[goods].densityGPerCm3 * Math.PI * (radius * radius - bore * bore) * width) / 1000;
  const most = Math.max(1, Math.floor(MOST_PAYLOAD_KG / (coilKg * rows * tiers)));
  const solids: Solid[] = [];
  let places = 0;
  for (let x = start; x + step - gap <= end && places < most; x += step + random.between(0, gap * 0.2)) {
    places++;
    if (random.chance(0.05)) continue;
    for (let row = 0; row < rows; row++) {
      const z = space.z[0] + ((row + 0.5) * (space.z[1] - space.z[0])) / rows + random.between(-2, 2);
      for (let tier = 0; tier < tiers; tier++) {
        const y = base + tier * (tierHeight + 1) + tierHeight / 2;
        const own = width * (tiers === 1 ? random.between(0.88, 1) : 1);
        const centre = { x: x + (step - gap) / 2, y, z };
        const axis = eye === 'across' ? 'z' : eye === 'along' ? 'x' : 'y';
        const depth = eye === 'across' ? Math.min(own, 212 / rows - 4) : own;
        solids.push(
          ...tube(goods, axis, centre, depth, radius, bore).map((solid) => ({
            ...solid,
            densityGPerCm3: solid.densityGPerCm3 * packing,
          })),
        );
      }
      const length = step - gap;
      const half = eye === 'across' ? Math.min(width, 212 / rows - 4) / 2 : radius;
      const depth = [z - half, z + half] as const;
      if (eye === 'upright') solids.push(...blockPallet([x, x + length], space.y[0], depth));
      else solids.push(...cradle(x, length, space.y[0], depth));
    }
  }
  return solids;
}

/** Squared timber either side of the coil, and a board below. */
function cradle(x: number, length: number, floor: number, z: readonly [number, number]): readonly Solid[] {
  return [
    block('wood', [x, x + length], [floor, floor + 4], z, 0.9),
    block('wood', [x + 0.06 * length, x + 0.06 * length + 11], [floor + 4, floor + 16], z, 0.9),
    block('wood', [x + 0.94 * length - 11, x + 0.94 * length], [floor + 4, floor + 16], z, 0.9),
  ];
}
