import { doublingDelayMs } from '../../domain/time/doubling-delay.ts';
import { networkOf } from './network-of.ts';

/** What a failed attempt costs at first, and at most; it doubles from one to the other. */
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5000;
/** Mistakes that anyone makes. */
const FREE_ATTEMPTS = 5;
/** After so long without one, a network begins anew. */
const FORGET_MS = 600_000;
const MAX_NETWORKS = 10_000;
/** Answers that wait at the same time; the next one goes out at once, so that waiting cannot be made to fill the memory. */
const MAX_WAITING = 200;

/** Slows down who tries keys. It never stands in the way of a key that is right: only the refusal waits. */
export interface FailedAttempts {
  /** Counts one more from the network of an address and resolves when its refusal may go out. */
  slowDown(address: string): Promise<void>;
}

interface Attempts {
  readonly count: number;
  readonly lastAt: number;
}

/** `now` is a clock in milliseconds that does not step back; `wait` resolves after so many milliseconds. */
export function createFailedAttempts(
  now: () => number = () => performance.now(),
  wait: (ms: number) => Promise<unknown> = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
): FailedAttempts {
  const attempts = new Map<string, Attempts>();
  let waiting = 0;

  function countOf(network: string): number {
    const before = attempts.get(network);
    const isRecent = before !== undefined && now() - before.lastAt < FORGET_MS;
    const count = isRecent ? before.count + 1 : 1;
    // Set anew, an entry moves to the end: the first one is the longest ago, and goes where there are too many.
    attempts.delete(network);
    attempts.set(network, { count, lastAt: now() });
    const [oldest] = attempts.keys();
    if (attempts.size > MAX_NETWORKS && oldest !== undefined) attempts.delete(oldest);
    return count;
  }

  return {
    async slowDown(address) {
      const delayMs = delayAfter(countOf(networkOf(address)));
      if (delayMs === 0 || waiting >= MAX_WAITING) return;
      waiting++;
      try {
        await wait(delayMs);
      } finally {
        waiting--;
      }
    },
  };
}

function delayAfter(count: number): number {
  return doublingDelayMs(count - FREE_ATTEMPTS, { firstMs: FIRST_DELAY_MS, longestMs: MAX_DELAY_MS });
}
