import { type Outcome, succeed } from '../domain/failure.ts';
import { type ByPriority, forEachPriority, PRIORITIES, type Priority } from '../domain/priority.ts';
import { createDrainRate } from './drain-rate.ts';
import type { AdmitOptions, Permit } from './screener.ts';

export interface AdmissionOptions {
  /** Scans that may be in flight at once. Each priority has places of its own: none can take another's. */
  readonly limits: ByPriority<number>;
  /** Milliseconds; injected so that tests own the time. */
  readonly now?: () => number;
}

export interface Admission {
  /** Takes a place, or fails at once with `overloaded` or `draining`; both say when to come back. */
  admit(options: AdmitOptions): Outcome<Permit>;
  inFlight(): ByPriority<number>;
  /** Admits nothing more, for the reason given; resolves when the last place was given back. Idempotent. */
  drain(reason?: string): Promise<void>;
}

/** The door of the house: bounded numbers of places, each taken before a body is read and given back exactly once. */
export function createAdmission({ limits, now = () => performance.now() }: AdmissionOptions): Admission {
  const doors = forEachPriority(() => ({ inFlight: 0, rate: createDrainRate(now) }));
  let closed: string | null = null;
  const waiting: (() => void)[] = [];

  const isEmpty = () => PRIORITIES.every((priority) => doors[priority].inFlight === 0);

  function release(priority: Priority): void {
    doors[priority].inFlight -= 1;
    doors[priority].rate.released();
    if (isEmpty()) for (const resolve of waiting.splice(0)) resolve();
  }

  return {
    admit({ priority }) {
      const door = doors[priority];
      if (closed !== null) return refuse(priority, 'draining', closed);
      if (door.inFlight >= limits[priority]) {
        const whose = priority === 'live' ? '' : ` of the priority ${priority}`;
        const message = `All ${limits[priority]} places for scans in flight${whose} are taken; try again later.`;
        return refuse(priority, 'overloaded', message);
      }
      if (door.inFlight === 0) door.rate.begin();
      door.inFlight += 1;
      let held = true;
      return succeed({
        release() {
          if (!held) return;
          held = false;
          release(priority);
        },
      });
    },
    inFlight: () => forEachPriority((priority) => doors[priority].inFlight),
    drain(reason = 'This server is shutting down; send the scan to another one.') {
      closed ??= reason;
      if (isEmpty()) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
  };

  function refuse(priority: Priority, code: 'overloaded' | 'draining', message: string): Outcome<never> {
    const { inFlight, rate } = doors[priority];
    return { ok: false, failure: { code, message, retryAfterSeconds: rate.secondsUntilFree(inFlight) } };
  }
}
