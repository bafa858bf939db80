import { retryDelayMs } from '../retry-delay.ts';

/** The brake on a thread whose sessions break off again and again: each replacement loads every model anew. */
export interface ReplacementBrake {
  /** So long a thread goes on with what it can, when a session of it broke off after `livedMs`, before it is replaced. */
  restMs(livedMs: number): number;
}

/** A thread that lived longer broke for another reason than the one before it. */
const LONG_LIFE_MS = 10 * 60_000;

/** For one place of the pool: the first thread is replaced at once, the next ones after 1, 2, 4 … 60 seconds. */
export function createReplacementBrake(): ReplacementBrake {
  let replaced = 0;
  return {
    restMs(livedMs) {
      if (livedMs >= LONG_LIFE_MS) replaced = 0;
      const restMs = retryDelayMs(replaced);
      replaced += 1;
      return restMs;
    },
  };
}
