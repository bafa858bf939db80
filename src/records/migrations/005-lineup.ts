import type { Kysely, Migration } from 'kysely';

/** Every lineup that was in force, and how often a queued scan was begun. */
export const lineup: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('lineups')
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('champion', 'text')
      .addColumn('challengers', 'text', (column) => column.notNull())
      .addColumn('changed_by', 'text')
      .execute();
    await db.schema
      .alterTable('scans')
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
