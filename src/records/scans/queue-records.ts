import type { Kysely, Transaction } from 'kysely';
import type { Outcome } from '../../domain/failure.ts';
import { lockOrder } from '../lock-order.ts';
import type { RecordsGate } from '../records-gate.ts';
import type { Tables } from '../tables.ts';

/** A scan that was acknowledged and not screened yet. */
export interface QueuedScan {
  readonly id: string;
  readonly port: string;
  readonly receivedAt: Date;
  /** What was asked for, as it was written. */
  readonly request: string;
  /** How often it was begun, by this process or one before, but for tries that do not count. */
  readonly attempts: number;
}

/** Scans that rest together, because what they ask for cannot be done now. */
export interface RestingRequests {
  /** What they ask for, as it was written. */
  readonly requests: readonly string[];
  /** Those that came before do not rest any more. */
  readonly receivedSince: Date;
}

export interface QueueRecords {
  /** The oldest that is not among `begun` and does not rest, or null; those that were begun before come after all others. */
  next(begun: readonly string[], resting?: RestingRequests): Promise<Outcome<QueuedScan | null>>;
  length(): Promise<Outcome<number>>;
}

export function createQueueRecords(db: Kysely<Tables>, gate: RecordsGate): QueueRecords {
  return {
    next: (begun, resting) =>
      gate.attempt(async () => {
        let queued = db
          .selectFrom('scans')
          .select(['id', 'port', 'received_at', 'request', 'attempts'])
          .where('state', '=', 'queued');
        if (begun.length > 0) queued = queued.where('id', 'not in', begun);
        if (resting !== undefined && resting.requests.length > 0) {
          const { requests, receivedSince } = resting;
          queued = queued.where(({ or, eb }) =>
            or([
              eb('request', 'is', null),
              eb('request', 'not in', requests),
              eb('received_at', '<', receivedSince.getTime()),
            ]),
          );
        }
        const row = await queued.orderBy('attempts').orderBy('id').limit(1).executeTakeFirst();
        if (row === undefined) return null;
        const { id, port, received_at, request, attempts } = row;
        return { id, port, receivedAt: new Date(received_at), request: request ?? '', attempts };
      }),
    length: () => gate.attempt(() => queueLength(db)),
  };
}

async function queueLength(db: Kysely<Tables>): Promise<number> {
  const { count } = await db
    .selectFrom('scans')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Whether so many scans wait that no other may. Asked in the transaction that would add one, and so that nobody comes in
 * between: of many that come at the same time, also to several processes, no more are let in than there is room for.
 */
export async function isQueueFull(transaction: Transaction<Tables>, limit: number): Promise<boolean> {
  await lockOrder(transaction);
  return (await queueLength(transaction)) >= limit;
}

/**
 * Notes how often a queued scan was begun: once more before it is, so that one that ends the process each time is not begun
 * for ever, and as before where the try does not count. As a number, not as one more or less: a write whose outcome nobody
 * heard may have come about.
 */
export async function noteAttempts(transaction: Transaction<Tables>, id: string, attempts: number): Promise<void> {
  await transaction.updateTable('scans').set({ attempts }).where('id', '=', id).where('state', '=', 'queued').execute();
}
