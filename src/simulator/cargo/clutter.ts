import { moveSolids } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import { bearingIn, endOf, layAmong, layOnFloor, placeAlong, put } from './lay-clutter.ts';
import { TOP_ITEMS } from './left-behind.ts';
import { SMALL_ITEMS } from './small-clutter.ts';

/**
 * What lies about in a container: as ports see it, nothing, something on its floor for sure and nothing elsewhere, or small
 * dense things beside each other where goods would be.
 */
export type ClutterWish = 'as-usual' | 'none' | 'on-the-floor' | 'small-things';

/** Containers with nothing in them but goods and what they are stowed with. */
const SWEPT_SHARE = 0.6;
/** So many things are tried for one that finds room on the floor. */
const FLOOR_ATTEMPTS = 20;
/** Parts of a container's length with a small thing each, and what is left free at both ends of a part, cm. */
const SMALL_THINGS = 4;
const SMALL_THINGS_APART = 10;

/**
 * The benign odds and ends of real containers around `goods`: things on the free floor, on top of the goods, and small
 * dense ones among them. Without them "any small dense thing" would be a perfect rule, and a useless one. All lie inside
 * the space. Most containers hold none: commerce ships one kind of goods, neatly stowed.
 */
export function scatterClutter(
  space: CargoSpace,
  goods: readonly Solid[],
  random: Random,
  wish: ClutterWish = 'as-usual',
): readonly Solid[] {
  if (wish === 'none') return [];
  if (wish === 'small-things') return hangSmallThings(space, random);
  const isEmpty = goods.length === 0;
  if (random.chance(SWEPT_SHARE) && wish === 'as-usual') return [];
  const bearing = bearingIn(goods);
  const end = endOf(space, goods);
  const solids: Solid[] = [];
  for (let left = random.poisson(isEmpty ? 1.4 : 0.6); left > 0; left--) solids.push(...layOnFloor(space, end, random));
  if (wish === 'on-the-floor') {
    for (let left = FLOOR_ATTEMPTS; left > 0 && solids.length === 0; left--)
      solids.push(...layOnFloor(space, end, random));
    return solids;
  }
  if (isEmpty) return solids;
  for (let left = random.poisson(0.5); left > 0; left--) {
    const item = random.pick(TOP_ITEMS)(random);
    const x = placeAlong([space.x[0] + 1, end], item.size.x, random);
    if (x === null) continue;
    const z = placeAlong([space.z[0] + 1, space.z[1] - 1], item.size.z, random);
    if (z === null) continue;
    const under = bearing.filter(
      (bound) => bound.x[0] < x + item.size.x && x < bound.x[1] && bound.z[0] < z + item.size.z && z < bound.z[1],
    );
    const top = Math.max(space.y[0], ...under.map(({ y }) => y[1]));
    if (top + item.size.y < space.y[1]) solids.push(...moveSolids(item.solids, { x, y: top, z }));
  }
  for (let left = random.poisson(1.2); left > 0; left--) {
    solids.push(...layAmong(random.pick(SMALL_ITEMS)(random), space, bearing, random));
  }
  return solids;
}

/** At any height, and none behind another as the beam sees it. */
function hangSmallThings(space: CargoSpace, random: Random): readonly Solid[] {
  const length = (space.x[1] - space.x[0]) / SMALL_THINGS;
  return Array.from({ length: SMALL_THINGS }, (_, part) => {
    const item = random.pick(SMALL_ITEMS)(random);
    const from = space.x[0] + part * length;
    const x = placeAlong([from + SMALL_THINGS_APART, from + length - SMALL_THINGS_APART], item.size.x, random);
    const y = placeAlong(space.y, item.size.y, random);
    return x === null || y === null ? [] : put(item, x, y, space, random);
  }).flat();
}
