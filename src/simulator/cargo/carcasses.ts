import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { oval } from './goods-shapes.ts';
import { reachAlong } from './two-rows.ts';

/** Quarters and halves of beef or pork on hooks from rails under the roof: bodies that taper, ribs, free floor below. */
export const carcasses: CargoKind = { load, hasAisle: false };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const [start, end] = reachAlong(space, random);
  const rails = random.integer(4, 6);
  const spacing = random.between(24, 40);
  const bodyLength = Math.min(random.between(110, 190), space.y[1] - space.y[0] - 45);
  const girth = random.between(15, 22);
  const solids: Solid[] = [];
  for (let rail = 0; rail < rails; rail++) {
    const z = space.z[0] + ((rail + 0.5) * (space.z[1] - space.z[0])) / rails;
    const y = space.y[1] - 9;
    solids.push(block('aluminium', [start, end], [y, y + 6], [z - 1, z + 1], 0.6));
    for (let x = start + girth + 6; x < end - girth - 6; x += spacing * random.between(0.85, 1.2)) {
      if (random.chance(0.05)) continue;
      solids.push(...hangBody(x, y, z, bodyLength * random.between(0.85, 1.05), girth, random));
    }
  }
  return solids;
}

function hangBody(
  x: number,
  railY: number,
  z: number,
  length: number,
  girth: number,
  random: Random,
): readonly Solid[] {
  const hook = random.between(12, 22);
  const leg = { x: x + random.between(-2, 2), y: railY - hook - length * 0.22, z };
  const trunk = { x: x + random.between(-3, 3), y: railY - hook - length * 0.62, z };
  const wide = girth * random.between(0.85, 1.1);
  const room = Math.min(wide, 17);
  return [
    block('steel', [x - 0.5, x + 0.5], [railY - hook, railY], [z - 0.6, z + 0.6]),
    oval('meat', leg, { x: wide * 0.62, y: length * 0.24, z: room * 0.7 }, random.between(0.85, 1)),
    oval('meat', trunk, { x: wide, y: length * 0.37, z: room }, random.between(0.55, 0.8)),
    // The opened chest: less meat than a full body, and bone along the back.
    oval('meat', { ...trunk, y: trunk.y - length * 0.05 }, { x: wide * 0.6, y: length * 0.24, z: room * 0.6 }, -0.4),
    oval('ceramic', { ...trunk, x: trunk.x + wide * 0.6 }, { x: 2, y: length * 0.33, z: 2.2 }, 0.7),
  ];
}
