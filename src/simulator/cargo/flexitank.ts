import { solidOf } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import { type CargoKind, drawGoodsEnd } from './cargo-kind.ts';

const LIQUIDS = ['water', 'diesel'] as const;

/**
 * A bladder of up to 24,000 litres that lies across the whole floor: two metres and more of liquid, through which a gate
 * of this energy sees next to nothing. What is behind it is unknown, not clear.
 */
export const flexitank: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const liquid = random.pick(LIQUIDS);
  const litres = random.between(16_000, 24_000);
  const width = space.z[1] - space.z[0] - 2;
  const longest = drawGoodsEnd(space, random) - space.x[0] - 4;
  const length = Math.min(longest, random.between(480, 560));
  const height = Math.min((litres * 1000) / (width * length), space.y[1] - space.y[0] - 6);
  const left = space.x[0] + 3;
  const crown = Math.min(14, space.y[1] - space.y[0] - height);
  const centre = { x: left + length / 2, y: space.y[0] + height, z: (space.z[0] + space.z[1]) / 2 };
  return [
    solidOf(liquid, {
      kind: 'pillar',
      x: [left, left + length],
      y: [space.y[0] + 0.5, space.y[0] + height],
      z: [space.z[0] + 1, space.z[1] - 1],
    }),
    solidOf(liquid, { kind: 'dome', centre, radii: { x: length / 2, y: crown, z: width / 2 } }),
  ];
}
