import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { createIdClock } from '../domain/time/id-clock.ts';
import type { Tables } from './tables.ts';

/** One for the process: whatever is put on record in it has its place in one order. */
const clock = createIdClock({ wallMs: () => Date.now(), steadyMs: () => performance.now(), randomBelow: randomInt });

/** Tables whose order is that of their ids. */
const ORDERED_TABLES = ['scans', 'events', 'lineups', 'reports'] as const;

const listeners = new Set<(ms: number) => void>();

/** A UUIDv7 that comes after all that were made before, whichever way the machine's clock is set. */
export function newId(): string {
  const { ms, seq } = clock.tick();
  for (const listener of listeners) listener(ms);
  return uuidv7({ msecs: ms, seq });
}

/** Calls back with the moment of each id that is made in this process; what is called must be quick. */
export function onNewId(listener: (ms: number) => void): void {
  listeners.add(listener);
}

/** Makes the ids to come go on after this one. */
export function goBeyondId(id: string): void {
  goBeyondMoment(momentOf(id));
}

/** Makes the ids to come go on after those of this moment, in milliseconds since 1970. */
export function goBeyondMoment(ms: number): void {
  clock.goBeyond(ms);
}

/** Makes the ids to come go on after those on record: the clock may have been set back while no process ran. */
export async function continueIds(db: Kysely<Tables>): Promise<void> {
  for (const table of ORDERED_TABLES) {
    const newest = await db.selectFrom(table).select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
    if (newest !== undefined) goBeyondId(newest.id);
  }
}

/** Milliseconds since 1970: the first 48 bits of a UUIDv7. */
export function momentOf(id: string): number {
  return Number.parseInt(id.slice(0, 13).replace('-', ''), 16);
}
