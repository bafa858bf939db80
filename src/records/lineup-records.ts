import type { Kysely, Transaction } from 'kysely';
import type { Outcome } from '../domain/failure.ts';
import type { Lineup } from '../domain/lineup.ts';
import { newId } from './new-id.ts';
import type { RecordsGate } from './records-gate.ts';
import type { Tables } from './tables.ts';

/** A lineup that is or was in force. */
export interface RecordedLineup extends Lineup {
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
    history: (limit) =>
      gate.attempt(async () => {
        const rows = await db.selectFrom('lineups').selectAll().orderBy('id', 'desc').limit(limit).execute();
        return rows.map(({ since, champion, challengers, changed_by }) => ({
          since,
          champion,
          // No id of a technology holds a space.
          challengers: challengers === '' ? [] : challengers.split(' '),
          changedBy: changed_by,
        }));
      }),
  };
}

export async function insertLineup(
  transaction: Transaction<Tables>,
  { since, champion, challengers, changedBy }: RecordedLineup,
): Promise<void> {
  await transaction
    .insertInto('lineups')
    .values({ id: newId(), since, champion, challengers: challengers.join(' '), changed_by: changedBy })
    .execute();
}
