const FIRST_MS = 5000;
const FACTOR = 4;
const LONGEST_MS = 6 * 3_600_000;
const JITTER = 0.2;

/**
 * How long to wait after so many tries in vain (1 and up): 5 s, 20 s, 80 s … up to six hours, each ± 20 %, so that a
 * receiver that comes back is not met by everything at once. `random` is from 0 to 1.
 */
export function retryDelayMs(attempts: number, random: number): number {
  const regular = Math.min(FIRST_MS * FACTOR ** (attempts - 1), LONGEST_MS);
  return Math.round(regular * (1 - JITTER + 2 * JITTER * random));
}

/** The longest that `retryDelayMs` gives after so many tries in vain; 0 before the first try. */
export function longestDelayMs(attempts: number): number {
  return attempts === 0 ? 0 : retryDelayMs(attempts, 1);
}
