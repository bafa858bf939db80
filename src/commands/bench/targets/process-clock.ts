import type { Clock } from './drive-block.ts';

/** The time of this process. */
export const processClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
