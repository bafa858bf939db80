import type { Kysely, Transaction } from 'kysely';
import { Type } from 'typebox';
import { type Outcome, succeed } from '../../domain/failure.ts';
import { EVENT_TYPES, type EventType } from '../../domain/scan-event.ts';
import { appendAudit } from '../access/audit.ts';
import { newId } from '../new-id.ts';
import { BrokenRow, checkColumn } from '../read-column.ts';
import type { Tables } from '../tables.ts';
import type { WebhooksTable } from './event-tables.ts';

export interface NewWebhook {
  readonly url: string;
  /** Null: the events of all ports. */
  readonly port: string | null;
  readonly types: readonly EventType[];
  readonly secret: string;
}

export interface WebhookRecord extends NewWebhook {
  readonly id: string;
  readonly createdAt: number;
}

/** What waits for a webhook, and what was given up. */
export interface ListedWebhook extends WebhookRecord {
  readonly pending: number;
  readonly dead: number;
}

/** Adds a webhook; it is told of the events from now on. Gives its id. */
export async function addWebhook(transaction: Transaction<Tables>, webhook: NewWebhook, at: number): Promise<string> {
  const id = newId();
  const { url, port, types, secret } = webhook;
  const newest = await transaction
    .selectFrom('events')
    .select(({ fn }) => fn.max<number | null>('seq').as('seq'))
    .executeTakeFirst();
  const row = { id, url, port, secret, types: JSON.stringify(types), created_at: at, queued_seq: newest?.seq ?? 0 };
  await transaction.insertInto('webhooks').values(row).execute();
  const details = { port, types };
  await appendAudit(transaction, { at, actor: null, action: 'webhook.add', subject: id, details });
  return id;
}

/** Removes a webhook with all that waits for it. Gives false where there is none of this id. */
export async function removeWebhook(transaction: Transaction<Tables>, id: string, at: number): Promise<boolean> {
  const { numDeletedRows } = await transaction.deleteFrom('webhooks').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await appendAudit(transaction, { at, actor: null, action: 'webhook.remove', subject: id, details: {} });
  return true;
}

/** All webhooks, the oldest first; in the place of one whose row is damaged, which and what to do. */
export async function checkWebhooks(db: Kysely<Tables>): Promise<readonly Outcome<WebhookRecord>[]> {
  const rows = await db.selectFrom('webhooks').selectAll().orderBy('id').execute();
  return rows.map(webhookOf);
}

/** The same. Throws `BrokenRow` where one is damaged. */
export async function readWebhooks(db: Kysely<Tables>): Promise<readonly WebhookRecord[]> {
  return (await checkWebhooks(db)).map((checked) => {
    if (checked.ok) return checked.value;
    throw new BrokenRow(checked.failure);
  });
}

/** The same with what waits for each. */
export async function listWebhooks(db: Kysely<Tables>): Promise<readonly ListedWebhook[]> {
  const webhooks = await readWebhooks(db);
  const counts = await db
    .selectFrom('deliveries')
    .select(({ fn }) => ['webhook_id', 'state', fn.countAll<number>().as('count')])
    .groupBy(['webhook_id', 'state'])
    .execute();
  const countOf = (id: string, wanted: string) =>
    Number(counts.find(({ webhook_id, state }) => webhook_id === id && state === wanted)?.count ?? 0);
  return webhooks.map((webhook) => ({
    ...webhook,
    pending: countOf(webhook.id, 'pending'),
    dead: countOf(webhook.id, 'dead'),
  }));
}

/** Why what waits for a webhook did not arrive at the last try; null where nothing that waits was tried. */
export async function lastFailureOf(db: Kysely<Tables>, webhookId: string): Promise<string | null> {
  const row = await db
    .selectFrom('deliveries')
    .select('last_error')
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'pending')
    .where('last_error', 'is not', null)
    .orderBy('next_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.last_error ?? null;
}

const TypesSchema = Type.Array(Type.String());

function webhookOf({ id, url, port, types, secret, created_at }: WebhooksTable): Outcome<WebhookRecord> {
  const named = checkColumn(TypesSchema, types, {
    what: `the types of events of the webhook ${id}`,
    cure: `remove that webhook and add it anew (scanbench webhooks remove ${id})`,
  });
  if (!named.ok) return named;
  // A newer version may have told of more.
  const known = EVENT_TYPES.filter((type) => named.value.includes(type));
  return succeed({ id, url, port, types: known, secret, createdAt: created_at });
}
