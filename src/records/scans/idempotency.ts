import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Outcome } from '../../domain/failure.ts';
import { lockOrder } from '../lock-order.ts';
import type { RecordsGate } from '../records-gate.ts';
import type { Tables } from '../tables.ts';

/** A request that its sender gave a name, so that a retry of it finds the first answer. */
export interface NamedRequest {
  readonly port: string;
  readonly keySha256: string;
  /** Hash of all that decides the answer: another one under the same key is another request. */
  readonly fingerprint: string;
}

export interface AnsweredRequest {
  readonly scanId: string;
  readonly fingerprint: string;
}

/** Names a request by its `Idempotency-Key`, within a port: two ports may use the same key. */
export function nameRequest(port: string, key: string, parts: readonly (string | Uint8Array)[]): NamedRequest {
  const fingerprint = createHash('sha256');
  for (const part of parts) {
    // The length stands before each part, so that no other parts run together to the same bytes.
    fingerprint.update(`${part.length}:`).update(part);
  }
  return { port, keySha256: createHash('sha256').update(key).digest('hex'), fingerprint: fingerprint.digest('hex') };
}

/** The scan that a request of this name became, or null. */
export function findNamedRequest(
  db: Kysely<Tables>,
  gate: RecordsGate,
  { port, keySha256 }: NamedRequest,
): Promise<Outcome<AnsweredRequest | null>> {
  return gate.attempt(async () => {
    const row = await db
      .selectFrom('idempotency_keys')
      .select(['scan_id', 'fingerprint'])
      .where('port', '=', port)
      .where('key_sha256', '=', keySha256)
      .executeTakeFirst();
    return row === undefined ? null : { scanId: row.scan_id, fingerprint: row.fingerprint };
  });
}

/**
 * Whether a request of this name was kept meanwhile, by another process. Asked in the transaction that would keep this one,
 * and so that nobody comes in between.
 */
export async function isNameTaken(
  transaction: Transaction<Tables>,
  { port, keySha256 }: NamedRequest,
): Promise<boolean> {
  await lockOrder(transaction);
  const row = await transaction
    .selectFrom('idempotency_keys')
    .select('scan_id')
    .where('port', '=', port)
    .where('key_sha256', '=', keySha256)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps the name with the scan, in the transaction that keeps the scan. */
export async function insertNamedRequest(
  transaction: Transaction<Tables>,
  { port, keySha256, fingerprint }: NamedRequest,
  scanId: string,
): Promise<void> {
  await transaction
    .insertInto('idempotency_keys')
    .values({ port, key_sha256: keySha256, fingerprint, scan_id: scanId, created_at: Date.now() })
    .execute();
}
