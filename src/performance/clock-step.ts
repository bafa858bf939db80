/** Steps that are watched: the smallest counts, because the machine may do something else in between. */
const STEPS = 5;

/** A clock that has not moved after so many readings stands still. */
const MOST_READINGS = 50_000_000;

/** Of a latency; above it two scans that take as long seem to take unlike times, or the other way round. */
const STEP_LIMIT = 0.01;

/** By how many milliseconds a clock advances at once; Infinity where it does not advance. */
export function clockStepMs(nowMs: () => number): number {
  let smallest = Number.POSITIVE_INFINITY;
  let last = nowMs();
  let steps = 0;
  for (let reading = 0; reading < MOST_READINGS && steps < STEPS; reading++) {
    const now = nowMs();
    if (now === last) continue;
    smallest = Math.min(smallest, now - last);
    last = now;
    steps++;
  }
  return smallest;
}

/**
 * A sentence where the clock is too coarse for the latencies that were read from it: one step is more than a hundredth of
 * the shortest mean latency. Null where it is fine enough.
 */
export function coarseClockWarning(stepMs: number, shortestMs: number): string | null {
  if (stepMs <= STEP_LIMIT * shortestMs) return null;
  return (
    `The clock of this machine is coarse: it advances by ${rounded(stepMs)} ms at once, the shortest mean latency is ` +
    `${rounded(shortestMs)} ms. Latencies are no finer than that; scans a second and ratios over whole blocks are. ` +
    'Give the machine a finer clock source (on Linux: /sys/devices/system/clocksource).'
  );
}

function rounded(ms: number): number {
  return Number(ms.toPrecision(2));
}
