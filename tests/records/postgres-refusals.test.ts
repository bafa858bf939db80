import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { changePostgresDatabase, createPostgresDatabase, hasPostgres } from './databases.ts';
import { keepTestScan } from './kept-scans.ts';
import { openTestRecords } from './test-records.ts';

describe.skipIf(!hasPostgres)('a PostgreSQL that answers', () => {
  it.each([
    ['takes no connections', 'ALLOW_CONNECTIONS false', 'ALLOW_CONNECTIONS true'],
    ['can only be read', 'SET default_transaction_read_only = on', 'RESET default_transaction_read_only'],
    ['ends what takes too long', "SET statement_timeout = '50ms'", 'RESET statement_timeout'],
  ])(
    'and %s is not available: the cause is named, and the records go on when it is mended',
    async (_, change, back) => {
      const url = await createPostgresDatabase();
      const records = await openTestRecords(url);
      const write = () =>
        records.commit.write(async (transaction) => {
          await sql`SELECT pg_sleep(0.2)`.execute(transaction);
          await sql`UPDATE scans SET attempts = 0`.execute(transaction);
        });
      await changePostgresDatabase(url, change);
      // A connection that the pool still holds breaks first.
      await write();
      const refused = await write();
      expect(refused).toMatchObject({ ok: false, failure: { code: 'records-unavailable' } });
      expect(refused.ok ? '' : refused.failure.message).toContain('PostgreSQL does not let Scanbench work (');
      await changePostgresDatabase(url, back);
      await write();
      await keepTestScan(records);
    },
  );
});
