/** One trial of a rate of arrivals: whether the latency bound was kept, with the confidence that was asked for. */
export interface TriedRate {
  readonly perSecond: number;
  readonly isKept: boolean;
}

export interface RateLimits {
  /** What the target gets through where all scans are there at once: no higher rate can last. */
  readonly capacityPerSecond: number;
  /** The search ends where the lowest broken rate is no more than this share above the highest kept one. */
  readonly precision: number;
}

/** What the trials say so far. */
export interface FoundRate {
  /** Null where no rate was kept yet. */
  readonly highestKept: number | null;
  /** The lowest rate above it that was not kept, or the capacity. */
  readonly lowestBroken: number;
}

/** A target that keeps its bound at no 64th of its capacity keeps it at none that matters. */
const LEAST_SHARE = 1 / 64;

/**
 * The next rate to try, or null where the search is over: from half of the capacity down by halves until one is kept, then
 * the middle (geometric) between the highest kept and the lowest broken. LoadGen's `FindPeakPerformance` brackets and
 * halves so, too, but doubles from a guess without an upper end.
 */
export function nextRate(tried: readonly TriedRate[], limits: RateLimits): number | null {
  const { highestKept, lowestBroken } = foundRate(tried, limits);
  if (highestKept === null) {
    const half = lowestBroken / 2;
    return half < limits.capacityPerSecond * LEAST_SHARE ? null : half;
  }
  if (lowestBroken <= highestKept * (1 + limits.precision)) return null;
  return Math.sqrt(highestKept * lowestBroken);
}

/** So many more trials at most once a rate was kept; before, so many if the next one is. */
export function trialsLeft(tried: readonly TriedRate[], limits: RateLimits): number {
  if (nextRate(tried, limits) === null) return 0;
  const { highestKept, lowestBroken } = foundRate(tried, limits);
  const ratio = highestKept === null ? 2 : lowestBroken / highestKept;
  const halvings = Math.ceil(Math.log2(Math.log(ratio) / Math.log1p(limits.precision)));
  return Math.max(0, halvings) + (highestKept === null ? 1 : 0);
}

/** A kept rate above a broken one was luck and does not count. */
export function foundRate(tried: readonly TriedRate[], { capacityPerSecond }: RateLimits): FoundRate {
  const broken = tried.filter(({ isKept }) => !isKept).map(({ perSecond }) => perSecond);
  const lowestBroken = Math.min(capacityPerSecond, ...broken);
  const kept = tried.filter(({ isKept, perSecond }) => isKept && perSecond < lowestBroken);
  return {
    highestKept: kept.length === 0 ? null : Math.max(...kept.map(({ perSecond }) => perSecond)),
    lowestBroken,
  };
}
