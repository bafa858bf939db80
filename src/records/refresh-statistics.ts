import { type Kysely, sql } from 'kysely';
import { isPostgres } from './is-postgres.ts';
import type { Tables } from './tables.ts';

/**
 * Has PostgreSQL count what a table holds by now. Of one that is filled faster than the server comes to look at it, it
 * takes the rows of sixty scans for a third of the table, and reads all of it for them. Where somebody else is at the
 * table it is left to them. SQLite takes an index without that.
 */
export async function refreshStatistics(db: Kysely<Tables>, table: keyof Tables): Promise<void> {
  if (isPostgres(db)) await sql`ANALYZE (SKIP_LOCKED) ${sql.table(table)}`.execute(db);
}
