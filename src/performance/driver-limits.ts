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
