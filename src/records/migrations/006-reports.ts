import type { Kysely, Migration } from 'kysely';

/** Reports that were asked for; what they hold lies in the data folder. */
export const reports: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('reports')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('port', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('plan', 'text', (column) => column.notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('summary', 'text')
      .addColumn('failure', 'text')
      .execute();
    await db.schema.createIndex('reports_by_state').on('reports').columns(['state', 'id']).execute();
  },
};
