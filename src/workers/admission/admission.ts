import { type Outcome, succeed } from '../../domain/failure.ts';
import { type ByPriority, forEachPriority, PRIORITIES, type Priority } from '../../domain/screening/priority.ts';
import type { AdmitOptions, Permit } from '../screener.ts';
import { createDrainRate } from './drain-rate.ts';

export interface AdmissionOptions {
  /** Scans that may be in flight at once. Each priority has places of its own: none can take another's. */
  readonly limits: ByPriority<number>;
  readonly threads: number;
  /** Milliseconds; injected so that tests own the time. */
  readonly now?: () => number;
}

export interface Admission {
  /** Takes a place, or fails at once with `overloaded` or `draining`; both say when to come back. */
  admit(options: AdmitOptions): Outcome<Permit>;
  inFlight(): ByPriority<number>;
  /** Those of them that the threads are done with. */
  storing(): ByPriority<number>;
  /** Admits nothing more, for the reason given; resolves when the threads are done with all that is in. Idempotent. */
  drain(reason?: string): Promise<void>;
}

/** So many may be in flight beyond the limit while they are put on record; what they hold in memory is bounded by it. */
const STORING_LIMIT = 16;

/**
 * The door of the house: bounded numbers of places, each taken before a body is read and given back exactly once. A scan that is
 * put on record counts like any other, so that who is let in waits for no more than the limit says, but on a slow disk no
 * thread goes without work for it: one scan for each, and one that waits, are always let in.
 */
export function createAdmission({ limits, threads, now = () => performance.now() }: AdmissionOptions): Admission {
  const doors = forEachPriority(() => ({ ahead: 0, storing: 0, rate: createDrainRate(now) }));
  let closed: string | null = null;
  const waiting: (() => void)[] = [];

  const areThreadsDone = () => PRIORITIES.every((priority) => doors[priority].ahead === 0);

  function announceDone(): void {
    if (areThreadsDone()) for (const resolve of waiting.splice(0)) resolve();
  }

  function isFull(priority: Priority): boolean {
    const { ahead, storing } = doors[priority];
    const limit = limits[priority];
    return ahead + storing >= limit && ahead >= Math.min(limit, threads + 1);
  }

  return {
    admit({ priority }) {
      const door = doors[priority];
      if (closed !== null) return refuse(priority, 'draining', closed);
      if (isFull(priority)) {
        const whose = priority === 'live' ? '' : ` of the priority ${priority}`;
        const message = `All ${limits[priority]} places for scans in flight${whose} are taken; try again later.`;
        return refuse(priority, 'overloaded', message);
      }
      if (door.ahead + door.storing === 0) door.rate.begin();
      door.ahead += 1;
      let where: 'ahead' | 'storing' | null = 'ahead';
      return succeed({
        beginStoring() {
          if (where !== 'ahead' || door.storing >= STORING_LIMIT) return;
          where = 'storing';
          door.ahead -= 1;
          door.storing += 1;
          announceDone();
        },
        release() {
          if (where === null) return;
          door[where] -= 1;
          where = null;
          door.rate.released();
          announceDone();
        },
      });
    },
    inFlight: () => forEachPriority((priority) => doors[priority].ahead + doors[priority].storing),
    storing: () => forEachPriority((priority) => doors[priority].storing),
    drain(reason = 'This server is shutting down; send the scan to another one.') {
      closed ??= reason;
      if (areThreadsDone()) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
  };

  function refuse(priority: Priority, code: 'overloaded' | 'draining', message: string): Outcome<never> {
    const { ahead, storing, rate } = doors[priority];
    return { ok: false, failure: { code, message, retryAfterSeconds: rate.secondsUntilFree(ahead + storing) } };
  }
}
