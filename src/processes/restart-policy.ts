import { doublingDelayMs } from '../domain/doubling-delay.ts';

/** What to do about a place whose process has ended. */
export type Verdict =
  | { readonly do: 'replace'; readonly afterMs: number }
  /** A replacement would fare no better: the service ends, unless other places serve. */
  | { readonly do: 'give-up' };

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
export const LONGEST_DELAY_MS = 30_000;
/** Replacements in a row that ended before they listened. */
const STILLBORN_LIMIT = 5;

export interface RestartPolicy {
  judge(ended: Ended): Verdict;
}

/**
 * The brake on a crash loop, for one place: what crashes now and then is replaced at once; what crashes again and again,
 * after a delay that doubles up to half a minute. One that did not even listen will not the next time either: after five
 * of them there is nothing to wait for.
 */
export function createRestartPolicy(): RestartPolicy {
  let shortLives = 0;
  let stillborn = 0;
  return {
    judge({ hasListened, livedMs }) {
      shortLives = hasListened && livedMs >= LONG_LIFE_MS ? 1 : shortLives + 1;
      stillborn = hasListened ? 0 : stillborn + 1;
      if (stillborn >= STILLBORN_LIMIT) return { do: 'give-up' };
      const delay = { firstMs: FIRST_DELAY_MS, longestMs: LONGEST_DELAY_MS };
      const afterMs = doublingDelayMs(shortLives - FREE_LIVES, delay);
      return { do: 'replace', afterMs };
    },
  };
}
