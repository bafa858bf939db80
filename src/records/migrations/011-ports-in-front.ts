import { type Kysely, type Migration, SqliteAdapter, sql } from 'kysely';

/**
 * The port of each inspection, and indexes that have the port in front: who asks for a port passes over nothing of
 * others, so that the time of a list or a comparison does not grow with what they scan.
 */
export const portsInFront: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('inspections')
      .addColumn('port', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`UPDATE inspections SET port = (SELECT port FROM scans WHERE scans.id = scan_id)`.execute(db);
    await db.schema
      .createIndex('inspections_by_port')
      .on('inspections')
      .columns(['port', 'scan_id', 'selected_by', 'outcome'])
      .where('superseded_at' as never, 'is', null)
      .execute();
    await db.schema.createIndex('reports_by_port').on('reports').columns(['port', 'id']).execute();

    await db.schema.dropIndex('screenings_by_technology').execute();
    await db.schema
      .createIndex('screenings_by_technology')
      .on('screenings')
      .columns(['technology', 'port', 'scan_id'])
      .execute();
    await db.schema.dropIndex('screenings_by_latency').execute();
    await db.schema
      .createIndex('screenings_by_latency')
      .on('screenings')
      .columns(['technology', 'port', 'total_ms', 'received_at', 'lane_id', 'cargo'])
      .execute();

    await db.schema.dropIndex('scans_by_port').execute();
    if (db.getExecutor().adapter instanceof SqliteAdapter) {
      await db.schema.createIndex('scans_by_port').on('scans').columns(['port', 'id', 'received_at']).execute();
    } else {
      // With the columns of migration 009, whose own index it replaces.
      await db.schema.dropIndex('scans_for_inspections').execute();
      await sql`
        CREATE INDEX scans_by_port ON scans (port, id) INCLUDE (received_at, decision_set, lane_id, cargo)
      `.execute(db);
    }
  },
};
