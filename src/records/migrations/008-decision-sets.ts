import { type Kysely, type Migration, SqliteAdapter, sql } from 'kysely';

/**
 * Who decided what of a scan, as the number of a text that many scans share: what comparisons are counted from becomes
 * an index of small numbers, in an order in which lanes and cargoes lie together.
 */
export const decisionSets: Migration = {
  async up(db: Kysely<unknown>) {
    const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
    await db.schema
      .createTable('decision_sets')
      .addColumn('id', isSqlite ? 'integer' : 'serial', (column) => column.primaryKey())
      .addColumn('decisions', 'text', (column) => column.notNull().unique())
      .execute();
    await db.schema
      .alterTable('scans')
      .addColumn('decision_set', 'integer', (column) => column.references('decision_sets.id'))
      .execute();
    await sql`INSERT INTO decision_sets (decisions) SELECT DISTINCT decisions FROM scans WHERE decisions <> '[]'`.execute(
      db,
    );
    await sql`
      UPDATE scans SET decision_set = (SELECT id FROM decision_sets WHERE decision_sets.decisions = scans.decisions)
    `.execute(db);
    await db.schema.dropIndex('scans_by_decisions').execute();
    await db.schema.alterTable('scans').dropColumn('decisions').execute();
    await db.schema
      .createIndex('scans_by_decisions')
      .on('scans')
      .columns(['port', 'decision_set', 'lane_id', 'cargo', 'received_at'])
      .execute();
  },
};
