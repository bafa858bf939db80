import { doublingDelayMs } from '../domain/time/doubling-delay.ts';

/** How a process ended. */
export interface Ended {
  /** Whether it ever listened. */
  readonly hasListened: boolean;
  /** From its start to its end. */
  readonly livedMs: number;
}

/** One that lived longer has not ended in a loop. */
const LONG_LIFE_MS = 60_000;
/** Short lives in a row that are replaced at once: two scans may well be bad, one after the other. */
const FREE_LIVES = 2;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;

export interface RestartPolicy {
  /** After so long the next one is started, in milliseconds. */
  delayAfter(ended: Ended): number;
}

/**
 * The brake on a crash loop, for one place: what crashes now and then is replaced at once; what crashes again and again, or
 * does not come to listen, after a delay that doubles up to half a minute. It is never given up: what a replacement lacks,
 * a database or a port, may come back.
 */
export function createRestartPolicy(): RestartPolicy {
  let shortLives = 0;
  return {
    delayAfter({ hasListened, livedMs }) {
      shortLives = hasListened && livedMs >= LONG_LIFE_MS ? 1 : shortLives + 1;
      return doublingDelayMs(shortLives - FREE_LIVES, { firstMs: FIRST_DELAY_MS, longestMs: LONGEST_DELAY_MS });
    },
  };
}
