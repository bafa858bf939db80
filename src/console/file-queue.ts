/**
 * Does one after the other, in the order in which they came; what comes meanwhile goes behind. `onDone` hears, once
 * nothing waits any more, what came of all of them.
 */
export function createFileQueue<Item, Result>(
  work: (item: Item) => Promise<Result>,
  onDone: (results: readonly Result[]) => void,
) {
  const waiting: Item[] = [];
  let isWorking = false;
  return {
    isWorking: () => isWorking,
    /** So many wait behind the one that is being worked on. */
    waitingCount: () => waiting.length,
    async add(items: readonly Item[]): Promise<void> {
      waiting.push(...items);
      if (isWorking) return;
      isWorking = true;
      const results: Result[] = [];
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results.push(await work(next));
      isWorking = false;
      onDone(results);
    },
  };
}
