/** So many latencies were above the class before and no higher than `upToMs`. */
export interface LatencyClass {
  readonly upToMs: number;
  readonly count: number;
}

/** Classes in which a latency doubles: each is 9 % wider than the one before, finer than two runs agree. */
const CLASSES_OF_A_DOUBLING = 8;

/** The clock gives no finer time; it also keeps a latency of 0 in a class. */
const LEAST_MS = 0.001;

/** How latencies are spread: the classes that hold any, ascending. Distributions of the same classes can be added up. */
export function latencyHistogram(latenciesMs: readonly number[]): readonly LatencyClass[] {
  const counts = new Map<number, number>();
  for (const ms of latenciesMs) {
    const place = Math.ceil(CLASSES_OF_A_DOUBLING * Math.log2(Math.max(ms, LEAST_MS)));
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([place, count]) => ({ upToMs: 2 ** (place / CLASSES_OF_A_DOUBLING), count }));
}
