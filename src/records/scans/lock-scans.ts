import type { Transaction } from 'kysely';
import { inTurns } from '../../domain/language/in-turns.ts';
import { inChunks } from '../in-chunks.ts';
import { isPostgres } from '../is-postgres.ts';
import type { Tables } from '../tables.ts';

/**
 * Holds these scans until the end of the transaction, so that what is read of them is still so when it is changed, also
 * where another process wants to change the same. Always in the order of their ids, so that no two wait for each other.
 * Gives the ports of those that are there. In SQLite a transaction has the whole file to itself.
 */
export async function lockScans(
  transaction: Transaction<Tables>,
  scanIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ports = new Map<string, string>();
  for await (const ids of inTurns(inChunks(scanIds.toSorted()))) {
    const scans = transaction.selectFrom('scans').select(['id', 'port']).where('id', 'in', ids).orderBy('id');
    for (const { id, port } of await (isPostgres(transaction) ? scans.forNoKeyUpdate() : scans).execute())
      ports.set(id, port);
  }
  return ports;
}
