import { type Kysely, type Migration, sql } from 'kysely';

/**
 * The port beside the number of a container, in the one index that leads to it: else who searches for a number waits longer
 * where another port has scanned it.
 */
export const containersByPort: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('containers_of_ports')
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('port', 'text', (column) => column.notNull())
      .addColumn('container_number', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('scan_containers_by_number', ['container_number', 'port', 'scan_id'])
      .execute();
    await sql`
      INSERT INTO containers_of_ports (scan_id, port, container_number)
      SELECT scan_id, port, container_number FROM scan_containers JOIN scans ON scans.id = scan_id
    `.execute(db);
    await db.schema.dropTable('scan_containers').execute();
    await db.schema.alterTable('containers_of_ports').renameTo('scan_containers').execute();
    await db.schema.createIndex('scan_containers_by_scan').on('scan_containers').column('scan_id').execute();
  },
};
