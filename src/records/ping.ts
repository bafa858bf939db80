import type { Kysely } from 'kysely';
import { isPostgres } from './is-postgres.ts';
import type { Tables } from './tables.ts';

/** Rejects where the database cannot be asked, or, as a standby of PostgreSQL, only be read. Writes nothing. */
export async function ping(db: Kysely<Tables>): Promise<void> {
  const scans = db.selectFrom('scans').select('id');
  // Who wants to hold rows must be allowed to write, also where there are none.
  await (isPostgres(db) ? scans.limit(0).forNoKeyUpdate() : scans.limit(1)).execute();
}
