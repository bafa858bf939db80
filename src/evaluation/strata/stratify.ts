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
