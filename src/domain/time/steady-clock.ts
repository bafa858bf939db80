/**
 * A clock in milliseconds since 1970 that shows the time of day as it was when it was made, and from then on runs evenly:
 * setting the machine's clock does not move it.
 */
export function createSteadyClock(): () => number {
  const aheadMs = Date.now() - performance.now();
  return () => Math.round(aheadMs + performance.now());
}
