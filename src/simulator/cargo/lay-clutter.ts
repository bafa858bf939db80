import { moveSolids } from '../build-solid.ts';
import { boundsOf } from '../carve.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Block, Solid, Span } from '../solid.ts';
import type { ClutterItem } from './clutter-item.ts';
import { FLOOR_ITEMS } from './left-behind.ts';

/** What could carry something or hold it: films and the slack necks of sacks do not. */
export function bearingIn(goods: readonly Solid[]): readonly Block[] {
  return goods
    .filter(({ material, shape }) => !(material === 'polyethylene' && shape.kind === 'ellipsoid'))
    .map(({ shape }) => boundsOf(shape));
}

/** Where goods end, and free floor up to the doors begins. */
export function endOf(space: CargoSpace, goods: readonly Solid[]): number {
  return Math.max(space.x[0], ...goods.map(({ shape }) => boundsOf(shape).x[1]));
}

/** Something on the free floor; nothing where it finds no room. */
export function layOnFloor(space: CargoSpace, end: number, random: Random): readonly Solid[] {
  const item = random.pick(FLOOR_ITEMS)(random);
  const x = placeAlong([end + 1, space.x[1] - 1], item.size.x, random);
  return x === null ? [] : put(item, x, space.y[0], space, random);
}

/** A small thing at goods, inside the space: before them, behind them or between; nothing where none are. */
export function layAmong(
  item: ClutterItem,
  space: CargoSpace,
  bearing: readonly Block[],
  random: Random,
): readonly Solid[] {
  const holder = bearing[random.integer(0, bearing.length - 1)];
  if (holder === undefined) return [];
  const x = within(random.between(...holder.x), item.size.x, space.x);
  const y = within(random.between(...holder.y) - item.size.y / 2, item.size.y, space.y);
  return put(item, x, y, space, random);
}

/** Where a length begins that lies somewhere in a span; null where it is longer. */
export function placeAlong([from, to]: Span, length: number, random: Random): number | null {
  return to - from > length ? random.between(from, to - length) : null;
}

function within(from: number, length: number, [least, most]: Span): number {
  return Math.max(least + 1, Math.min(from, most - length - 1));
}

/** The thing there, somewhere across the space; nothing where it is too high or too wide. */
export function put(item: ClutterItem, x: number, y: number, space: CargoSpace, random: Random): readonly Solid[] {
  const z = placeAlong([space.z[0] + 1, space.z[1] - 1], item.size.z, random);
  return z === null || y + item.size.y > space.y[1] ? [] : moveSolids(item.solids, { x, y, z });
}
