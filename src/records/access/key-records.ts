import type { Kysely, Transaction } from 'kysely';
import { type Scope, scopesIn } from '../../domain/service/scope.ts';
import type { Tables } from '../tables.ts';
import type { ApiKeysTable } from './access-tables.ts';
import { hashSecret, makeKeyParts, writeKey } from './api-key.ts';
import { appendAudit } from './audit.ts';

/** An API key on record. Moments are milliseconds since 1970. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** UN/LOCODE of the only port whose scans it sees and writes; null for all. */
  readonly port: string | null;
  /** Null: as many as the setting allows. */
  readonly requestsPerMinute: number | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** To the hour: a key that is used all day writes its row 24 times. */
  readonly lastUsedAt: number | null;
}

/** A key with what its secret is checked against. */
export interface CheckableKey extends KeyRecord {
  readonly secretSha256: string;
}

export type NewKey = Pick<KeyRecord, 'name' | 'scopes' | 'port' | 'requestsPerMinute' | 'expiresAt'>;

/** Makes a key. `key` is what its owner sends; it is nowhere else, and cannot be read again. */
export async function createKey(
  transaction: Transaction<Tables>,
  { name, scopes, port, requestsPerMinute, expiresAt }: NewKey,
  now: number,
): Promise<{ readonly id: string; readonly key: string }> {
  const parts = makeKeyParts();
  await appendAudit(transaction, {
    at: now,
    actor: null,
    action: 'key.create',
    subject: parts.id,
    details: { scopes, port, requestsPerMinute, expiresAt },
  });
  await transaction
    .insertInto('api_keys')
    .values({
      id: parts.id,
      name,
      secret_sha256: hashSecret(parts.secret),
      scopes: scopes.join(' '),
      port,
      requests_per_minute: requestsPerMinute,
      created_at: now,
      expires_at: expiresAt,
      revoked_at: null,
      last_used_at: null,
    })
    .execute();
  return { id: parts.id, key: writeKey(parts) };
}

/** Ends a key for good. Gives false where there is none of this id, or it was revoked before. */
export async function revokeKey(transaction: Transaction<Tables>, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await appendAudit(transaction, { at: now, actor: null, action: 'key.revoke', subject: id, details: {} });
  return true;
}

/** All there ever were, the oldest first. */
export async function listKeys(db: Kysely<Tables>): Promise<readonly KeyRecord[]> {
  const rows = await db.selectFrom('api_keys').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map((row) => {
    const { secretSha256: _, ...key } = keyOf(row);
    return key;
  });
}

/** Null where there is none of this id. Revoked and expired ones are found. */
export async function findKey(db: Kysely<Tables>, id: string): Promise<CheckableKey | null> {
  const row = await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : keyOf(row);
}

/** A key that was revoked says so also when it has expired since. */
export function keyState(
  { revokedAt, expiresAt }: Pick<KeyRecord, 'revokedAt' | 'expiresAt'>,
  nowMs: number,
): 'in force' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= nowMs ? 'expired' : 'in force';
}

/** Whether any key was ever made. Revoking the last one does not open the service again. */
export async function hasKeys(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom('api_keys').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/**
 * Notes that a key was used. A transaction of its own, in no group with other changes: it holds one row for a moment and
 * waits for no other, so that no two processes can wait for each other. Without a transaction, SQLite would wait for the end
 * of what another process writes with the thread that answers all requests.
 */
export async function noteKeyUsed(db: Kysely<Tables>, id: string, now: number): Promise<void> {
  await db
    .transaction()
    .execute((transaction) =>
      transaction.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', id).execute(),
    );
}

function keyOf(row: ApiKeysTable): CheckableKey {
  return {
    id: row.id,
    name: row.name,
    secretSha256: row.secret_sha256,
    scopes: scopesIn(row.scopes.split(' ')),
    port: row.port,
    requestsPerMinute: row.requests_per_minute,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
