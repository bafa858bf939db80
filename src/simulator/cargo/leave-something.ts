import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import type { ClutterItem } from './clutter-item.ts';
import { bearingIn, endOf, layAmong, layOnFloor } from './lay-clutter.ts';
import { battery, SMALL_ITEMS, strapSeals } from './small-clutter.ts';

const ON_FLOOR_SHARE = 0.3;
/** Of things among goods, car batteries and strap seals: what technologies take for a threat first. */
const BATTERY_SHARE = 0.3;
const SEALS_SHARE = 0.2;

/**
 * One thing that lies about, on the free floor or among the goods. None where it finds no room.
 */
export function leaveSomething(space: CargoSpace, goods: readonly Solid[], random: Random): readonly Solid[] {
  if (goods.length === 0 || random.chance(ON_FLOOR_SHARE)) return layOnFloor(space, endOf(space, goods), random);
  return layAmong(drawSmall(random), space, bearingIn(goods), random);
}

function drawSmall(random: Random): ClutterItem {
  const chance = random.unit();
  if (chance < BATTERY_SHARE) return battery();
  return chance < BATTERY_SHARE + SEALS_SHARE ? strapSeals(random) : random.pick(SMALL_ITEMS)(random);
}
