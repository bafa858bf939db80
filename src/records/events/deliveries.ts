import type { Kysely, Transaction } from 'kysely';
import type { DeliveryState } from '../../domain/service/delivery.ts';
import type { Tables } from '../tables.ts';
import type { StoredEvent } from './events.ts';
import type { WebhookRecord } from './webhook-records.ts';

/** An event on its way to a webhook. */
export interface Delivery {
  readonly event: StoredEvent;
  /** Tries in vain so far. */
  readonly attempts: number;
}

export interface DeadLetter {
  readonly webhookId: string;
  readonly eventId: string;
  readonly type: string;
  readonly scanId: string;
  readonly attempts: number;
  readonly gaveUpAt: number;
  readonly lastError: string;
}

/** Events that deliveries are made of in one transaction. */
const EVENTS_AT_ONCE = 500;

/** Whether there are events that no delivery to this webhook was made of yet. */
export async function hasUnqueuedEvents(db: Kysely<Tables>, id: string): Promise<boolean> {
  const event = await db
    .selectFrom('events')
    .innerJoin('webhooks', (join) => join.onRef('events.seq', '>', 'webhooks.queued_seq'))
    .select('events.seq')
    .where('webhooks.id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return event !== undefined;
}

/** Makes deliveries of the events that came since. It survives a crash: the place reached is kept in the same transaction. */
export async function queueDeliveries(
  transaction: Transaction<Tables>,
  { id, port, types }: WebhookRecord,
  now: number,
): Promise<void> {
  const webhook = await transaction.selectFrom('webhooks').select('queued_seq').where('id', '=', id).executeTakeFirst();
  if (webhook === undefined) return;
  const events = await transaction
    .selectFrom('events')
    .select(['seq', 'port', 'type'])
    .where('seq', '>', webhook.queued_seq)
    .orderBy('seq')
    .limit(EVENTS_AT_ONCE)
    .execute();
  const last = events.at(-1);
  if (last === undefined) return;
  const rows = events
    .filter((event) => (port === null || event.port === port) && types.includes(event.type))
    .map(({ seq }) => ({ webhook_id: id, event_seq: seq, state: 'pending', attempts: 0, next_at: now }) as const);
  if (rows.length > 0) await transaction.insertInto('deliveries').values(rows).execute();
  await transaction.updateTable('webhooks').set({ queued_seq: last.seq }).where('id', '=', id).execute();
}

/** What is to be tried now, the longest due first. */
export async function dueDeliveries(
  db: Kysely<Tables>,
  webhookId: string,
  now: number,
  limit: number,
): Promise<readonly Delivery[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('events', 'events.seq', 'deliveries.event_seq')
    .select(['events.seq', 'events.id', 'events.type', 'events.at', 'events.data', 'deliveries.attempts'])
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'pending')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('events.seq')
    .limit(limit)
    .execute();
  return rows.map(({ attempts, ...event }) => ({ attempts, event }));
}

/** The event has arrived: nothing is left to do for it. */
export async function markArrived(transaction: Transaction<Tables>, webhookId: string, seq: number): Promise<void> {
  await transaction.deleteFrom('deliveries').where('webhook_id', '=', webhookId).where('event_seq', '=', seq).execute();
}

/** It has not: it is tried again at a moment, or given up. */
export async function markFailed(
  transaction: Transaction<Tables>,
  webhookId: string,
  seq: number,
  failed: { readonly state: DeliveryState; readonly attempts: number; readonly at: number; readonly why: string },
): Promise<void> {
  const { state, attempts, at, why } = failed;
  await transaction
    .updateTable('deliveries')
    .set({ state, attempts, next_at: at, last_error: why })
    .where('webhook_id', '=', webhookId)
    .where('event_seq', '=', seq)
    .execute();
}

/** How many deliveries there are in each state. */
export async function countDeliveries(db: Kysely<Tables>): Promise<ReadonlyMap<DeliveryState, number>> {
  const rows = await db
    .selectFrom('deliveries')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

/** What was given up, the newest first. */
export async function listDeadLetters(db: Kysely<Tables>, limit: number): Promise<readonly DeadLetter[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('events', 'events.seq', 'deliveries.event_seq')
    .select(['webhook_id', 'events.id', 'events.type', 'events.scan_id', 'attempts', 'next_at', 'last_error'])
    .where('state', '=', 'dead')
    .orderBy('next_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    webhookId: row.webhook_id,
    eventId: row.id,
    type: row.type,
    scanId: row.scan_id,
    attempts: row.attempts,
    gaveUpAt: row.next_at,
    lastError: row.last_error ?? '',
  }));
}

/**
 * Makes nothing wait longer than after so many tries in vain it ever has to: what a process before wrote down was of the
 * clock that it had.
 */
export async function shortenWaits(
  transaction: Transaction<Tables>,
  now: number,
  longestDelayMs: (attempts: number) => number,
): Promise<void> {
  const waiting = await transaction
    .selectFrom('deliveries')
    .select('attempts')
    .distinct()
    .where('state', '=', 'pending')
    .execute();
  for (const { attempts } of waiting) {
    const latest = now + longestDelayMs(attempts);
    await transaction
      .updateTable('deliveries')
      .set({ next_at: latest })
      .where('state', '=', 'pending')
      .where('attempts', '=', attempts)
      .where('next_at', '>', latest)
      .execute();
  }
}

/** Tries again at once, from the first try on, what was given up: of one webhook, and where given of one event. Gives how many. */
export async function redeliver(
  transaction: Transaction<Tables>,
  webhookId: string,
  eventId: string | null,
): Promise<number> {
  let dead = transaction
    .updateTable('deliveries')
    // Due by every clock: that of the process which delivers need not be this one's.
    .set({ state: 'pending', attempts: 0, next_at: 0 })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'dead');
  if (eventId !== null) {
    dead = dead.where('event_seq', 'in', transaction.selectFrom('events').select('seq').where('id', '=', eventId));
  }
  const { numUpdatedRows } = await dead.executeTakeFirst();
  return Number(numUpdatedRows);
}
