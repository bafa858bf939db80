import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely';

/** API keys, the audit trail that nothing can change, and the secrets that this installation made for itself. */
export const access: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('api_keys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('secret_sha256', 'text', (column) => column.notNull())
      .addColumn('scopes', 'text', (column) => column.notNull())
      .addColumn('port', 'text')
      .addColumn('requests_per_minute', 'integer')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .addColumn('last_used_at', 'bigint')
      .execute();

    await db.schema
      .createTable('audit_entries')
      .addColumn('seq', 'bigint', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text')
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('subject', 'text')
      .addColumn('details', 'text', (column) => column.notNull())
      .addColumn('previous_hash', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    await (db.getExecutor().adapter instanceof PostgresAdapter ? forbidInPostgres(db) : forbidInSqlite(db));

    await db.schema
      .createTable('audit_head')
      .addColumn('only', 'integer', (column) => column.primaryKey())
      .addColumn('seq', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    await sql`INSERT INTO audit_head ("only", seq, hash) VALUES (1, 0, ${'0'.repeat(64)})`.execute(db);

    await db.schema
      .createTable('secrets')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
  },
};

async function forbidInSqlite(db: Kysely<unknown>): Promise<void> {
  for (const change of ['UPDATE', 'DELETE']) {
    await sql`
      CREATE TRIGGER ${sql.id(`audit_entries_no_${change.toLowerCase()}`)} BEFORE ${sql.raw(change)} ON audit_entries
      BEGIN SELECT RAISE(ABORT, 'The audit trail only grows.'); END
    `.execute(db);
  }
}

async function forbidInPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'The audit trail only grows.'; END $$
  `.execute(db);
  await sql`
    CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
  `.execute(db);
}
