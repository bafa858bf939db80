import { doublingDelayMs } from '../domain/time/doubling-delay.ts';

const FIRST_RETRY_MS = 1000;
export const LONGEST_RETRY_MS = 60_000;

/** How long to wait after so many failures in a row before the next try: 1, 2, 4 … 60 seconds, and nothing after none. */
export function retryDelayMs(failures: number): number {
  return doublingDelayMs(failures, { firstMs: FIRST_RETRY_MS, longestMs: LONGEST_RETRY_MS });
}
