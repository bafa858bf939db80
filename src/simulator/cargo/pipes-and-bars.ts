import { block, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { type CargoKind, drawGoodsEnd, MOST_PAYLOAD_KG } from './cargo-kind.ts';

const MATERIAL = ['steel', 'steel', 'aluminium', 'polyethylene', 'copper'] as const;

/** Bundles of pipes, bars or sections along the container, on bearers, strapped, of lengths that never quite agree. */
export const pipesAndBars: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const material = random.pick(MATERIAL);
  const radius = random.between(2.2, material === 'polyethylene' ? 16 : 9);
  const wall = material === 'polyethylene' ? radius * 0.12 : random.between(0.25, Math.min(1.1, radius * 0.3));
  const isSolid = radius < 3.5 && random.chance(0.35);
  const longest = drawGoodsEnd(space, random) - space.x[0] - 10;
  const length = Math.min(longest, random.pick([300, 400, 580, 600, 1100] as const));
  const groups = Math.max(1, Math.floor(longest / (length + 12)));
  const heightShare = random.between(0.3, isSolid ? 0.45 : 0.95);
  const bore = isSolid ? 0 : radius - wall;
  const fill = ((radius * radius - bore * bore) / (radius * radius)) * 0.8;
  const tierKg = (fill * MATERIALS[material].densityGPerCm3 * longest * 29 * 205) / 1000;
  const room = Math.floor(((space.y[1] - space.y[0]) * heightShare) / 36);
  const tiers = Math.max(1, Math.min(5, room, Math.floor(MOST_PAYLOAD_KG / tierKg)));
  const bundles = random.integer(2, 4);
  const solids: Solid[] = [];
  for (let group = 0; group < groups; group++) {
    const left = space.x[0] + 4 + group * (length + 12);
    for (let tier = 0; tier < tiers; tier++) {
      const floor = space.y[0] + tier * 36;
      solids.push(...bearers(left, length, floor, [space.z[0] + 8, space.z[1] - 8]));
      for (let bundle = 0; bundle < bundles; bundle++) {
        if (tier === tiers - 1 && bundle > 0 && random.chance(0.25)) continue;
        const width = (space.z[1] - space.z[0] - 16) / bundles;
        const z: Span = [space.z[0] + 8 + bundle * width, space.z[0] + 4 + (bundle + 1) * width];
        const x: Span = [left + random.between(0, 5), left + length - random.between(0, 10)];
        solids.push(...bundleOf(x, [floor + 6, floor + 35], z));
      }
    }
  }
  return solids;

  function bundleOf(x: Span, y: Span, z: Span): readonly Solid[] {
    const rows = Math.max(1, Math.floor((y[1] - y[0]) / (2 * radius)));
    const inRow = Math.max(1, Math.floor((z[1] - z[0]) / (2 * radius)));
    // A dozen pipes are drawn one by one; a bundle of many thin ones as rows with the bundle's mean density.
    if (rows * inRow <= 14) {
      return Array.from({ length: rows * inRow }, (_, index) => {
        const centre = {
          x: (x[0] + x[1]) / 2 + random.between(-2, 2),
          y: y[0] + radius * (2 * Math.floor(index / inRow) + 1),
          z: z[0] + radius * (2 * (index % inRow) + 1),
        };
        return tube(material, 'x', centre, x[1] - x[0] - 5, radius, bore);
      }).flat();
    }
    return Array.from({ length: rows }, (_, row) => {
      const low = y[0] + row * 2 * radius;
      return block(
        material,
        [x[0] + random.between(0, 3), x[1] - random.between(0, 5)],
        [low, low + 1.8 * radius],
        z,
        fill,
      );
    });
  }
}

function bearers(left: number, length: number, floor: number, z: Span): readonly Solid[] {
  const count = Math.max(2, Math.round(length / 150));
  return Array.from({ length: count }, (_, index) => {
    const x = left + 20 + (index * (length - 48)) / (count - 1);
    return block('wood', [x, x + 8], [floor, floor + 6], z, 0.95);
  });
}
