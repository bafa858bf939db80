import type { Kysely, Transaction } from 'kysely';
import { Type } from 'typebox';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { EVENT_TYPES, type EventType } from '../../domain/screening/scan-event.ts';
import { appendAudit } from '../access/audit.ts';
import { isPostgres } from '../is-postgres.ts';
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

export interface WebhookRecord extends Omit<NewWebhook, 'secret'> {
  readonly id: string;
  /** Each signs what is sent, the oldest first: two while the receiver changes from one to the other. */
  readonly secrets: readonly string[];
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

/**
 * Gives a webhook another secret; what waits for it stays. The one before signs beside it until it is dropped. Fails with
 * `not-found`, and with `conflict` where there are two already: a receiver may know the older one alone.
 */
export async function addSecret(
  transaction: Transaction<Tables>,
  id: string,
  secret: string,
  at: number,
): Promise<Outcome<void>> {
  const secrets = await readSecrets(transaction, id);
  if (secrets === null) return unknownWebhook(id);
  if (secrets.length > 1) {
    const message = `The webhook ${id} has two secrets already: once its receiver knows the newer one, drop the older (scanbench webhooks drop-secret ${id}).`;
    return fail('conflict', message);
  }
  await writeSecrets(transaction, id, [...secrets, secret]);
  await appendAudit(transaction, { at, actor: null, action: 'webhook.add-secret', subject: id, details: {} });
  return succeed(undefined);
}

/** From now on the newer of two secrets signs alone. Fails with `not-found`, and with `conflict` where there is only one. */
export async function dropSecret(transaction: Transaction<Tables>, id: string, at: number): Promise<Outcome<void>> {
  const secrets = await readSecrets(transaction, id);
  if (secrets === null) return unknownWebhook(id);
  if (secrets.length < 2) {
    return fail(
      'conflict',
      `The webhook ${id} has one secret only: give it a new one first (scanbench webhooks new-secret ${id}).`,
    );
  }
  await writeSecrets(transaction, id, secrets.slice(-1));
  await appendAudit(transaction, { at, actor: null, action: 'webhook.drop-secret', subject: id, details: {} });
  return succeed(undefined);
}

/** Of no webhook of this id. */
export function unknownWebhook(id: string): Outcome<never> {
  return fail('not-found', `No webhook has the id ${JSON.stringify(id)}: scanbench webhooks list shows them.`);
}

/** One webhook as it is now, or what is wrong with its row; null where there is none of this id. */
export async function findWebhook(db: Kysely<Tables>, id: string): Promise<Outcome<WebhookRecord> | null> {
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : webhookOf(row);
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

/** In one column; a secret has none. */
const SECRETS_BETWEEN = ' ';

/** Held until the end of the transaction: two commands must not each add one. */
async function readSecrets(transaction: Transaction<Tables>, id: string): Promise<readonly string[] | null> {
  const query = transaction.selectFrom('webhooks').select('secret').where('id', '=', id);
  const row = await (isPostgres(transaction) ? query.forUpdate() : query).executeTakeFirst();
  return row?.secret.split(SECRETS_BETWEEN) ?? null;
}

async function writeSecrets(transaction: Transaction<Tables>, id: string, secrets: readonly string[]): Promise<void> {
  const secret = secrets.join(SECRETS_BETWEEN);
  await transaction.updateTable('webhooks').set({ secret }).where('id', '=', id).execute();
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
  return succeed({ id, url, port, types: known, secrets: secret.split(SECRETS_BETWEEN), createdAt: created_at });
}
