import { type Kysely, type Migration, SqliteAdapter, sql } from 'kysely';

/**
 * What is counted of a scan, found by its id in an index alone. PostgreSQL else reads all scans, wide as their documents
 * make them, to find the few that were inspected. SQLite is told to look each of these up, which costs it little.
 */
export const inspectedScans: Migration = {
  async up(db: Kysely<unknown>) {
    if (db.getExecutor().adapter instanceof SqliteAdapter) return;
    await sql`
      CREATE INDEX scans_for_inspections ON scans (id) INCLUDE (decision_set, port, lane_id, cargo, received_at)
    `.execute(db);
  },
};
