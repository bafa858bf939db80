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
 * A sentence where the target's workers stood idle for more than a tenth of the time although the scenario had work for
 * them. Null where they did not.
 */
export function driverWarning({ wallMs, workers, serviceMs }: DriverTimes): string | null {
  const idle = 1 - serviceMs / (wallMs * workers);
  if (idle <= IDLE_LIMIT) return null;
  return (
    `Workers stood idle ${Math.round(100 * idle)} % of the time: the driver, or rounds that end before all workers do, ` +
    'held the target back, and it is faster than stated. Lengthen roundSeconds, or run on an idle machine.'
  );
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
