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
  return classesOf(counts);
}

/** The distribution of all queries of several distributions of these classes. */
export function mergeLatencyHistograms(histograms: readonly (readonly LatencyClass[])[]): readonly LatencyClass[] {
  const counts = new Map<number, number>();
  for (const { upToMs, count } of histograms.flat()) {
    const place = Math.round(CLASSES_OF_A_DOUBLING * Math.log2(upToMs));
    counts.set(place, (counts.get(place) ?? 0) + count);
  }
  return classesOf(counts);
}

/**
 * The class in which a quantile lies, as `[above, up to]` in ms: all that a histogram says of it. Null where it lies among
 * the queries without an answer, which are later than any class, and where there is no query.
 *
 * @param share between 0 and 1.
 * @param unanswered queries that are in no class.
 */
export function quantileClass(
  classes: readonly LatencyClass[],
  share: number,
  unanswered = 0,
): readonly [number, number] | null {
  const queries = classes.reduce((sum, { count }) => sum + count, unanswered);
  let answered = 0;
  for (const { upToMs, count } of classes) {
    answered += count;
    if (answered >= share * queries) return [upToMs / 2 ** (1 / CLASSES_OF_A_DOUBLING), upToMs];
  }
  return null;
}

function classesOf(counts: ReadonlyMap<number, number>): readonly LatencyClass[] {
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([place, count]) => ({ upToMs: 2 ** (place / CLASSES_OF_A_DOUBLING), count }));
}
