import type { Kysely, Transaction } from 'kysely';
import type { Outcome } from '../domain/failure.ts';
import type { Lineup } from '../domain/technology/lineup.ts';
import { lockOrder } from './lock-order.ts';
import { goBeyondId, newId } from './new-id.ts';
import type { RecordsGate } from './records-gate.ts';
import type { Tables } from './tables.ts';

/** A lineup that is or was in force. */
export interface RecordedLineup extends Lineup {
  /** UUIDv7, in the order of the commits: the greatest is in force. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The id of the key that changed it; null for this machine itself. */
  readonly changedBy: string | null;
}

export interface LineupRecords {
  /** The newest first; empty while it was never changed. */
  history(limit: number): Promise<Outcome<readonly RecordedLineup[]>>;
}

export function createLineupRecords(db: Kysely<Tables>, gate: RecordsGate): LineupRecords {
  return {
    history: (limit) => gate.attempt(() => readHistory(db, limit)),
  };
}

async function readHistory(db: Kysely<Tables>, limit: number): Promise<readonly RecordedLineup[]> {
  const rows = await db.selectFrom('lineups').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map(({ id, since, champion, challengers, changed_by }) => ({
    id,
    since,
    champion,
    // No id of a technology holds a space.
    challengers: challengers === '' ? [] : challengers.split(' '),
    changedBy: changed_by,
  }));
}

/** The newest first, as they stay until this transaction has ended: no other changes the lineup meanwhile. */
export async function historyForChange(
  transaction: Transaction<Tables>,
  limit: number,
): Promise<readonly RecordedLineup[]> {
  await lockOrder(transaction);
  return readHistory(transaction, limit);
}

/**
 * Gives its id, which is greater than those that were committed before, whichever process made them: two of them may change
 * the lineup at once, and their clocks of ids differ.
 */
export async function insertLineup(
  transaction: Transaction<Tables>,
  { since, champion, challengers, changedBy }: Omit<RecordedLineup, 'id'>,
): Promise<string> {
  await lockOrder(transaction);
  const newest = await transaction.selectFrom('lineups').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  if (newest !== undefined) goBeyondId(newest.id);
  const id = newId();
  await transaction
    .insertInto('lineups')
    .values({ id, since, champion, challengers: challengers.join(' '), changed_by: changedBy })
    .execute();
  return id;
}
