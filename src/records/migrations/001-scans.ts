import type { Kysely, Migration } from 'kysely';

/** Scans, their screenings and pictures, and the keys of repeated requests. */
export const scans: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('scans')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('port', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('received_at', 'bigint', (column) => column.notNull())
      .addColumn('captured_at', 'bigint')
      .addColumn('lane_id', 'text')
      .addColumn('scanner_id', 'text')
      .addColumn('metadata', 'text', (column) => column.notNull())
      .addColumn('views', 'text', (column) => column.notNull())
      .addColumn('failure', 'text')
      .addColumn('request', 'text')
      .execute();
    await db.schema.createIndex('scans_by_port').on('scans').columns(['port', 'id']).execute();
    await db.schema.createIndex('scans_by_time').on('scans').columns(['received_at']).execute();
    await db.schema.createIndex('scans_by_state').on('scans').columns(['state', 'id']).execute();

    await db.schema
      .createTable('scan_containers')
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('container_number', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('scan_containers_key', ['container_number', 'scan_id'])
      .execute();
    await db.schema.createIndex('scan_containers_by_scan').on('scan_containers').column('scan_id').execute();

    await db.schema
      .createTable('screenings')
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('technology', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('model_sha256', 'text', (column) => column.notNull())
      .addColumn('screened_at', 'bigint', (column) => column.notNull())
      .addColumn('decision', 'text', (column) => column.notNull())
      .addColumn('score', 'double precision')
      .addColumn('threshold', 'double precision', (column) => column.notNull())
      .addColumn('total_ms', 'double precision', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('screenings_key', ['scan_id', 'technology'])
      .execute();
    await db.schema
      .createIndex('screenings_by_technology')
      .on('screenings')
      .columns(['technology', 'scan_id'])
      .execute();

    await db.schema
      .createTable('pictures')
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('technology', 'text', (column) => column.notNull())
      .addColumn('view', 'text', (column) => column.notNull())
      .addColumn('energy', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('pictures_key', ['scan_id', 'kind', 'technology', 'view', 'energy'])
      .execute();
    await db.schema.createIndex('pictures_by_hash').on('pictures').column('sha256').execute();

    await db.schema
      .createTable('idempotency_keys')
      .addColumn('port', 'text', (column) => column.notNull())
      .addColumn('key_sha256', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('idempotency_keys_key', ['port', 'key_sha256'])
      .execute();
  },
};
