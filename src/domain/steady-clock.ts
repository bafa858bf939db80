/**
 * A clock in milliseconds since 1970 that shows the time of day as it was when it was made, and from then on runs evenly:
 * setting the machine's clock does not move it.
 */
export function createSteadyClock(
  wallMs: () => number = () => Date.now(),
  steadyMs: () => number = () => performance.now(),
): () => number {
  const aheadMs = wallMs() - steadyMs();
  return () => Math.round(aheadMs + steadyMs());
}
