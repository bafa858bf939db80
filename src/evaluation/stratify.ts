/** Groups in the order in which their keys first come; items whose key is null are in none. */
export function stratify<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
): ReadonlyMap<string, readonly Item[]> {
  const strata = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const stratum = strata.get(key);
    if (stratum === undefined) strata.set(key, [item]);
    else stratum.push(item);
  }
  return strata;
}

/**
 * Groups by something that only threats have (category, mass, place): each stratum is its threats and all benign scans,
 * so that every measure that sets the two against each other has a value.
 */
export function stratifyThreats<Item>(
  items: readonly Item[],
  isThreat: (item: Item) => boolean,
  keyOf: (threat: Item) => string | null,
): ReadonlyMap<string, readonly Item[]> {
  const benigns = items.filter((item) => !isThreat(item));
  const strata = stratify(items.filter(isThreat), keyOf);
  return new Map([...strata].map(([key, threats]) => [key, [...threats, ...benigns]]));
}
