import type { Kysely, SelectQueryBuilder, Transaction } from 'kysely';
import type { Outcome } from '../../domain/failure.ts';
import type { EventType, FailedScan, FinishedScreening } from '../../domain/screening/scan-event.ts';
import { lockOrder } from '../lock-order.ts';
import { newId } from '../new-id.ts';
import type { RecordsGate } from '../records-gate.ts';
import type { Tables } from '../tables.ts';

/** How long an event is kept for those who come back for it. */
const EVENTS_KEPT_MS = 7 * 86_400_000;

/** An event before it has its place in the order. */
export type NewEvent =
  | { readonly type: 'screening.finished'; readonly about: FinishedScreening }
  | { readonly type: 'scan.failed'; readonly about: FailedScan };

/** An event as it was committed. `seq` counts the events of all ports and so never leaves the service. */
export interface StoredEvent {
  readonly seq: number;
  readonly id: string;
  readonly type: EventType;
  readonly at: number;
  /** JSON text: what is told, with the port and the moment. */
  readonly data: string;
}

/** The id that a reader stands at who is before all events: no event has it. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Where a reader of the events stands; `isWhole` is false where some before it may be gone. */
export interface EventPosition {
  readonly seq: number;
  /** What leads back here: the id of the event that the reader comes after. */
  readonly id: string;
  readonly isWhole: boolean;
}

export interface EventRecords {
  /** Where the next event comes after. `port` null: that of any port. */
  newest(port: string | null): Promise<Outcome<EventPosition>>;
  /** Where a reader stands that has seen the event of this id last. */
  positionOf(id: string, port: string | null): Promise<Outcome<EventPosition>>;
  /** In the order of their commits. `port` null: of all ports. */
  after(seq: number, port: string | null, limit: number): Promise<Outcome<readonly StoredEvent[]>>;
}

export function createEventRecords(
  db: Kysely<Tables>,
  gate: RecordsGate,
  whenOnDisk: () => Promise<void>,
): EventRecords {
  const ofPort = (port: string | null) => {
    const events = db.selectFrom('events');
    return port === null ? events : events.where('port', '=', port);
  };
  return {
    newest: (port) =>
      gate.attempt(async () => {
        const last = await lastOf(ofPort(port));
        return { ...last, isWhole: true };
      }),
    positionOf: (id, port) =>
      gate.attempt(async () => {
        const seen = await ofPort(port).select(['seq', 'id']).where('id', '=', id).executeTakeFirst();
        if (seen !== undefined) return { ...seen, isWhole: true };
        // Ids are in the order of their making: what has a later one was not seen.
        const before = await lastOf(ofPort(port).where('id', '<', id));
        return { ...before, isWhole: false };
      }),
    after: (seq, port, limit) =>
      gate.attempt(async () => {
        const events = await ofPort(port)
          .select(['seq', 'id', 'type', 'at', 'data'])
          .where('seq', '>', seq)
          .orderBy('seq')
          .limit(limit)
          .execute();
        if (events.length > 0) await whenOnDisk();
        return events;
      }),
  };
}

async function lastOf(events: SelectQueryBuilder<Tables, 'events', object>): Promise<{ seq: number; id: string }> {
  const last = await events.select(['seq', 'id']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ?? { seq: 0, id: BEFORE_ALL };
}

/** Adds events of one scan, in the transaction of what they tell. They are numbered in the order of the commits, whichever process writes them. */
export async function appendEvents(
  transaction: Transaction<Tables>,
  port: string,
  events: readonly NewEvent[],
): Promise<void> {
  const at = Date.now();
  const rows = events.map(({ type, about }) => ({
    id: newId(),
    scan_id: about.scanId,
    port,
    type,
    at,
    data: JSON.stringify({ ...about, port: port === '' ? null : port, at: new Date(at).toISOString() }),
  }));
  if (rows.length === 0) return;
  await lockOrder(transaction);
  await transaction.insertInto('events').values(rows).execute();
}

/**
 * Removes events older than they are kept, except those that a webhook still waits for. Gives how many went. A delivery
 * that was given up goes with its event once it is as old again.
 */
export async function removeOldEvents(transaction: Transaction<Tables>, nowMs: number, limit: number): Promise<number> {
  await transaction
    .deleteFrom('deliveries')
    .where('state', '=', 'dead')
    .where('next_at', '<', nowMs - EVENTS_KEPT_MS)
    .execute();
  const old = await transaction
    .selectFrom('events')
    .select('seq')
    .where('at', '<', nowMs - EVENTS_KEPT_MS)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('deliveries').select('event_seq').whereRef('event_seq', '=', 'events.seq'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('webhooks').select('id').whereRef('queued_seq', '<', 'events.seq'))),
    )
    .limit(limit)
    .execute();
  if (old.length > 0) {
    await transaction
      .deleteFrom('events')
      .where(
        'seq',
        'in',
        old.map(({ seq }) => seq),
      )
      .execute();
  }
  return old.length;
}
