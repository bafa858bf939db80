/** How a block went for the driver: what a query took in all, and what of it the target worked. */
export interface DriverTimes {
  readonly wallMs: number;
  readonly workers: number;
  /** The sum over all queries. */
  readonly serviceMs: number;
}

/** Above it a figure says as much about the driver as about the target. */
const IDLE_LIMIT = 0.1;

/**
 * Which share of the time a target's workers stood idle although the scenario had work for them, where it is more than a
 * tenth: the target is then faster than stated. Null where it is not.
 */
export function idleShare({ wallMs, workers, serviceMs }: DriverTimes): number | null {
  const idle = 1 - serviceMs / (wallMs * workers);
  return idle <= IDLE_LIMIT ? null : idle;
}

/** When queries were issued and answered, against when they were due; milliseconds, summed over all queries. */
export interface IssueTimes {
  readonly queries: number;
  /** From when a query was due to when it was issued. */
  readonly lateMs: number;
  /** From when it was due to its answer. */
  readonly latencyMs: number;
}

/**
 * A sentence where a driver that should have issued queries at given times was so late that more than a tenth of their
 * latency is its own. It stays in the latencies: they count from when a query was due. Null where it was in time.
 */
export function lateDriverWarning({ queries, lateMs, latencyMs }: IssueTimes): string | null {
  const share = lateMs / latencyMs;
  if (!(share > IDLE_LIMIT)) return null;
  return (
    `The driver issued queries ${(lateMs / queries).toFixed(1)} ms late on average, ${Math.round(100 * share)} % of their ` +
    'latency: the target is faster than stated. Run the driver on a machine that has a CPU to spare.'
  );
}

/** How long the driver of a service was at work itself, in a scenario that goes on when answers come; milliseconds. */
export interface OwnWork {
  readonly wallMs: number;
  readonly busyMs: number;
  /** Whether nothing is under way while the driver works: each query waits for it. */
  readonly isOneByOne: boolean;
}

/** A driver that has so little time left while others are under way cannot ask for more. */
const BUSY_LIMIT = 0.9;

/**
 * A sentence where a service is held up by who asks it: one query after the other and more than a tenth of the time is the
 * driver's own, or several at once and the driver has no time to spare. Null where it is not.
 */
export function busyDriverWarning({ wallMs, busyMs, isOneByOne }: OwnWork): string | null {
  const share = busyMs / wallMs;
  if (!(share > (isOneByOne ? IDLE_LIMIT : BUSY_LIMIT))) return null;
  const percent = `${Math.round(100 * Math.min(1, share))} %`;
  const what = isOneByOne
    ? `The driver itself was at work for ${percent} of the time, and the service waited for it`
    : `The driver had no time to spare (at work for ${percent} of the time) and may have set the pace`;
  return `${what}: the service is faster than stated. Run the driver on a machine that has a CPU to spare.`;
}
