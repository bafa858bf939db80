import { block, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { type CargoKind, drawGoodsEnd } from './cargo-kind.ts';
import { drawProfile } from './load-profile.ts';

/** Packs of sawn boards with stickers between the layers, or round logs with uneven ends. */
export const timber: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  return random.chance(0.6) ? sawn(space, random) : logs(space, random);
}

function sawn(space: CargoSpace, random: Random): readonly Solid[] {
  const boardCm = random.between(2.2, 7.5);
  const stickerCm = random.chance(0.6) ? random.between(1.5, 2.6) : 0;
  const fill = random.between(0.65, 1.1);
  const longest = drawGoodsEnd(space, random) - space.x[0] - 6;
  const length = Math.min(longest, random.between(210, 560));
  const groups = Math.max(1, Math.floor(longest / (length + 8)));
  const profile = drawProfile(random);
  const packHeight = random.between(45, 75);
  const room = space.y[1] - space.y[0] - 5;
  const most = Math.max(1, Math.floor(room / (packHeight + 8)));
  const middle = (space.z[0] + space.z[1]) / 2;
  const solids: Solid[] = [];
  for (let group = 0; group < groups; group++) {
    const packs = Math.max(1, Math.round(most * profile(groups > 1 ? group / (groups - 1) : 0.5)));
    for (let pack = 0; pack < packs; pack++) {
      for (const z of [
        [space.z[0] + 2, middle - 2],
        [middle + 2, space.z[1] - 2],
      ] as const) {
        const left = space.x[0] + 3 + group * (length + 8) + random.between(0, 2);
        const floor = space.y[0] + pack * (packHeight + 8);
        const own = length - random.between(0, 12);
        for (let x = left + 15; x < left + own - 15; x += (own - 40) / 3) {
          solids.push(block('wood', [x, x + 9], [floor, floor + 8], z));
        }
        for (let y = floor + 8; y + boardCm <= floor + 8 + packHeight; y += boardCm + stickerCm + 0.15) {
          const across: Span = [left + random.between(0, 3), left + own - random.between(0, 6)];
          solids.push(block('wood', across, [y, y + boardCm], z, fill * random.between(0.88, 1.05)));
        }
      }
    }
  }
  return solids;
}

function logs(space: CargoSpace, random: Random): readonly Solid[] {
  const longest = drawGoodsEnd(space, random) - space.x[0] - 8;
  const length = Math.min(longest, random.pick([280, 380, 550, 1080] as const));
  const groups = Math.max(1, Math.floor(longest / (length + 10)));
  const usual = random.between(12, 28);
  const height = (space.y[1] - space.y[0]) * random.between(0.4, 0.88);
  const solids: Solid[] = [];
  for (let group = 0; group < groups; group++) {
    const left = space.x[0] + 4 + group * (length + 10);
    let y = space.y[0];
    for (let row = 0; y + 2 * usual * 1.1 < space.y[0] + height; row++) {
      let z = space.z[0] + (row % 2 === 1 ? usual : 0);
      while (z + 2 * usual * 1.1 < space.z[1]) {
        const radius = usual * random.between(0.75, 1.1);
        const own = length * random.between(0.93, 1);
        const centre = { x: left + own / 2 + random.between(0, length - own), y: y + radius, z: z + radius };
        solids.push(...tube('wood', 'x', centre, own, radius, 0));
        // Bark and knots: a thin denser sleeve on part of the stem.
        const knot = centre.x + random.between(-0.4, 0.4) * own;
        solids.push(...tube('wood', 'x', { ...centre, x: knot }, random.between(5, 14), radius * 0.9, radius * 0.4));
        z += 2 * radius + random.between(0, 2);
      }
      y += usual * 1.78;
    }
  }
  return solids;
}
