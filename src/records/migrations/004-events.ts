import { type Kysely, type Migration, SqliteAdapter } from 'kysely';

/** Events in the order in which they were committed, who is told of them, and when a scan's container was forgotten. */
export const events: Migration = {
  async up(db: Kysely<unknown>) {
    const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
    await db.schema
      .createTable('events')
      // Counts up, and never gives a number a second time, also when the newest event is gone.
      .addColumn('seq', isSqlite ? 'integer' : 'bigserial', (column) =>
        isSqlite ? column.primaryKey().autoIncrement() : column.primaryKey(),
      )
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('port', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('events_by_port').on('events').columns(['port', 'seq']).execute();
    await db.schema.createIndex('events_by_scan').on('events').column('scan_id').execute();
    await db.schema.createIndex('events_by_time').on('events').column('at').execute();

    await db.schema
      .createTable('webhooks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('port', 'text')
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('types', 'text', (column) => column.notNull())
      .addColumn('secret', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('queued_seq', 'bigint', (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('deliveries')
      .addColumn('webhook_id', 'text', (column) => column.notNull().references('webhooks.id').onDelete('cascade'))
      .addColumn('event_seq', 'bigint', (column) => column.notNull().references('events.seq').onDelete('cascade'))
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('next_at', 'bigint', (column) => column.notNull())
      .addColumn('last_error', 'text')
      .addPrimaryKeyConstraint('deliveries_key', ['webhook_id', 'event_seq'])
      .execute();
    await db.schema
      .createIndex('deliveries_by_time')
      .on('deliveries')
      .columns(['webhook_id', 'state', 'next_at'])
      .execute();
    await db.schema.createIndex('deliveries_by_event').on('deliveries').column('event_seq').execute();

    await db.schema.alterTable('scans').addColumn('pseudonymised_at', 'bigint').execute();
    await db.schema
      .createIndex('scans_not_pseudonymised')
      .on('scans')
      .column('received_at')
      .where('pseudonymised_at' as never, 'is', null)
      .execute();
  },
};
