import { groupBy } from '../../domain/language/group-by.ts';
import { createRandom } from '../../simulator/random.ts';

/** The same choice on every machine, and each time. */
const SEED = 1;

/**
 * So many of a list, in its order, spread over it, and of each kind as large a share as it has of all: one of each stretch of
 * the list, drawn at random. Even steps would meet what repeats in it, such as the turns in which a plan has threats, in
 * step, and take none or nothing else.
 */
export function spreadOver<Item>(
  items: readonly Item[],
  count: number,
  kindOf: (item: Item) => string,
): readonly Item[] {
  if (count >= items.length) return items;
  const places = groupPlaces(items, kindOf);
  const random = createRandom(SEED);
  const chosen = new Set<number>();
  for (const [kind, share] of sharesOf(places, count)) {
    const all = places.get(kind) ?? [];
    for (let stretch = 0; stretch < share; stretch++) {
      const begin = Math.floor((stretch * all.length) / share);
      const end = Math.floor(((stretch + 1) * all.length) / share);
      const place = all[random.integer(begin, end - 1)];
      if (place !== undefined) chosen.add(place);
    }
  }
  return items.filter((_, place) => chosen.has(place));
}

/** Where each kind is in the list. */
function groupPlaces<Item>(
  items: readonly Item[],
  kindOf: (item: Item) => string,
): ReadonlyMap<string, readonly number[]> {
  const groups = groupBy([...items.entries()], ([, item]) => kindOf(item));
  return new Map([...groups].map(([kind, entries]) => [kind, entries.map(([place]) => place)]));
}

/** How many of each kind: whole numbers, together `count`, the largest remainders rounded up. */
function sharesOf(
  places: ReadonlyMap<string, readonly number[]>,
  count: number,
): readonly (readonly [string, number])[] {
  const total = [...places.values()].reduce((sum, { length }) => sum + length, 0);
  const shares = [...places].map(([kind, { length }]) => ({ kind, exact: (length * count) / total }));
  const missing = count - shares.reduce((sum, { exact }) => sum + Math.floor(exact), 0);
  const roundedUp = shares.toSorted((a, b) => (b.exact % 1) - (a.exact % 1)).slice(0, missing);
  return shares.map((share) => [share.kind, Math.floor(share.exact) + (roundedUp.includes(share) ? 1 : 0)]);
}
