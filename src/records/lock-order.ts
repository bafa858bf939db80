import { sql, type Transaction } from 'kysely';
import { isPostgres } from './is-postgres.ts';
import type { Tables } from './tables.ts';

/** Any number will do that nothing else in the same database uses. */
const ORDER_LOCK = 7_203_847_263;

/**
 * Has transactions that come to this point commit one after the other, until the end of this one: events are then numbered in
 * the order of their commits, so that who reads on from a number misses none, and what was looked for and not found is not
 * written by another meanwhile. In SQLite a transaction has the whole file to itself.
 */
export async function lockOrder(transaction: Transaction<Tables>): Promise<void> {
  if (!isPostgres(transaction)) return;
  await sql`select pg_advisory_xact_lock(${ORDER_LOCK})`.execute(transaction);
}
