import { type Outcome, succeed } from '../domain/failure.ts';
import { createDrainRate } from './drain-rate.ts';
import type { Permit } from './screener.ts';

export interface AdmissionOptions {
  /** Scans that may be in flight at once. */
  readonly limit: number;
  /** Milliseconds; injected so that tests own the time. */
  readonly now?: () => number;
}

export interface Admission {
  /** Takes a place, or fails at once with `overloaded` or `draining`; both say when to come back. */
  admit(): Outcome<Permit>;
  inFlight(): number;
  /** Admits nothing more; resolves when the last place was given back. Idempotent. */
  drain(): Promise<void>;
  secondsUntilFree(): number;
}

/** The door of the house: a bounded number of places, each taken before a body is read and given back exactly once. */
export function createAdmission({ limit, now = () => performance.now() }: AdmissionOptions): Admission {
  const rate = createDrainRate(now);
  let inFlight = 0;
  let draining = false;
  const waiting: (() => void)[] = [];

  const secondsUntilFree = () => rate.secondsUntilFree(inFlight);

  function release(): void {
    inFlight -= 1;
    rate.released();
    if (inFlight === 0) for (const resolve of waiting.splice(0)) resolve();
  }

  return {
    admit() {
      if (draining) return refuse('draining', 'This server is shutting down; send the scan to another one.');
      if (inFlight >= limit) {
        return refuse('overloaded', `All ${limit} places for scans in flight are taken; try again later.`);
      }
      if (inFlight === 0) rate.begin();
      inFlight += 1;
      let held = true;
      return succeed({
        release() {
          if (!held) return;
          held = false;
          release();
        },
      });
    },
    inFlight: () => inFlight,
    drain() {
      draining = true;
      if (inFlight === 0) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
    secondsUntilFree,
  };

  function refuse(code: 'overloaded' | 'draining', message: string): Outcome<never> {
    return { ok: false, failure: { code, message, retryAfterSeconds: secondsUntilFree() } };
  }
}
