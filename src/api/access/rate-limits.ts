const MINUTE_MS = 60_000;

/** How many requests each key may send: a token bucket that holds a minute's worth and fills evenly. */
export interface RateLimits {
  /** Takes a request of a key off its bucket. Gives 0, or where it is empty, the seconds until the next request is due. */
  take(keyId: string, requestsPerMinute: number): Promise<number>;
}

/** The same, held in this very process. */
export interface Buckets {
  take(keyId: string, requestsPerMinute: number): number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Buckets are of keys that were checked, so that there are never more than keys. `now` is as in `createFailedAttempts`. */
export function createBuckets(now: () => number = () => performance.now()): Buckets {
  const buckets = new Map<string, Bucket>();
  return {
    take(keyId, requestsPerMinute) {
      const at = now();
      const before = buckets.get(keyId) ?? { tokens: requestsPerMinute, at };
      const filled = before.tokens + ((at - before.at) / MINUTE_MS) * requestsPerMinute;
      const tokens = Math.min(requestsPerMinute, filled);
      const isGranted = tokens >= 1;
      buckets.set(keyId, { tokens: isGranted ? tokens - 1 : tokens, at });
      return isGranted ? 0 : ((1 - tokens) * MINUTE_MS) / requestsPerMinute / 1000;
    },
  };
}

/** Those of one process. */
export function createRateLimits(): RateLimits {
  const buckets = createBuckets();
  return { take: async (keyId, requestsPerMinute) => buckets.take(keyId, requestsPerMinute) };
}
