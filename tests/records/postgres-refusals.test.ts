import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { openRecords } from '../../src/records/open-records.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { failureOf } from '../fixtures/value-from.ts';
import { changePostgresDatabase, createPostgresDatabase, hasPostgres } from './databases.ts';
import { keepTestScan } from './kept-scans.ts';
import { openTestRecords } from './test-records.ts';

const PATIENCE = { timeout: 4000, interval: 50 };

describe.skipIf(!hasPostgres)('a PostgreSQL that answers', () => {
  it.each([
    ['takes no connections', 'ALLOW_CONNECTIONS false', 'ALLOW_CONNECTIONS true'],
    ['can only be read', 'SET default_transaction_read_only = on', 'RESET default_transaction_read_only'],
    ['gives its role no right to the tables', 'SET role = pg_monitor', 'RESET role'],
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
      // Connections that the pool still holds break first.
      await vi.waitFor(async () => {
        const refused = await write();
        expect(refused).toMatchObject({ ok: false, failure: { code: 'records-unavailable' } });
        expect(refused.ok ? '' : refused.failure.message).toContain('PostgreSQL does not let Scanbench work (');
      }, PATIENCE);
      await changePostgresDatabase(url, back);
      await vi.waitFor(() => keepTestScan(records), PATIENCE);
    },
  );

  it.each([
    ['has no such database', { pathname: '/scanbench_nowhere' }],
    ['has no such user', { username: 'scanbench_nobody' }],
  ])('and %s is named for what it is, not as one that is away', async (_, other) => {
    const databaseUrl = Object.assign(new URL(await createPostgresDatabase()), other).href;
    const opened = await openRecords({ databaseUrl, dataDir: await temporaryFolder(), serves: false });
    expect(failureOf(opened)).toMatch(/PostgreSQL does not let Scanbench in \(.*scanbench_no.*\): make the database/);
  });

  it('and can only be read is not ready, though nothing was to be written', async () => {
    const url = await createPostgresDatabase();
    const records = await openTestRecords(url);
    expect(await records.ping()).toMatchObject({ ok: true });
    await changePostgresDatabase(url, 'SET default_transaction_read_only = on');
    await vi.waitFor(async () => {
      const asked = await records.ping();
      expect(asked).toMatchObject({ ok: false, failure: { code: 'records-unavailable' } });
      expect(asked.ok ? '' : asked.failure.message).toContain('read-only');
    }, PATIENCE);
    await changePostgresDatabase(url, 'RESET default_transaction_read_only');
    await vi.waitFor(async () => expect(await records.ping()).toMatchObject({ ok: true }), PATIENCE);
  });

  it('and is to be asked with a file of TLS that went meanwhile: that is told, not a folder of the records', async () => {
    const url = new URL(await createPostgresDatabase());
    const file = join(await temporaryFolder(), 'ca.pem');
    writeFileSync(file, '');
    url.searchParams.set('sslmode', 'disable');
    url.searchParams.set('sslrootcert', file);
    const records = await openTestRecords(url.href);
    rmSync(file);
    // Connections that the pool still holds break first.
    await changePostgresDatabase(url.href, 'RESET ALL');
    await vi.waitFor(async () => {
      const asked = await records.ping();
      expect(asked.ok ? '' : asked.failure.message).toMatch(
        /: the file of TLS that SCANBENCH_DATABASE_URL names in sslrootcert cannot be read/,
      );
    }, PATIENCE);
    writeFileSync(file, '');
    await vi.waitFor(async () => expect(await records.ping()).toMatchObject({ ok: true }), PATIENCE);
  });

  it('and whose pictures are away is not ready', async () => {
    const dataDir = await temporaryFolder();
    const records = await openTestRecords(await createPostgresDatabase(), dataDir);
    expect(await records.ping()).toMatchObject({ ok: true });
    const [pictures, elsewhere] = [join(dataDir, 'pictures'), join(dataDir, 'elsewhere')];
    renameSync(pictures, elsewhere);
    // Where its disk is to be mounted.
    mkdirSync(pictures);
    const asked = await records.ping();
    expect(asked).toMatchObject({ ok: false, failure: { code: 'records-unavailable' } });
    expect(asked.ok ? '' : asked.failure.message).toContain('a folder of the records is gone');
    rmdirSync(pictures);
    renameSync(elsewhere, pictures);
    expect(await records.ping()).toMatchObject({ ok: true });
  });

  it('and ends a connection between two statements costs what they were for, and nothing else', async () => {
    const url = await createPostgresDatabase();
    const records = await openTestRecords(url);
    const written = await records.commit.write(async (transaction) => {
      await changePostgresDatabase(url, 'RESET ALL');
      // Until this process has heard of it.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await sql`UPDATE scans SET attempts = 0`.execute(transaction);
    });
    expect(written).toMatchObject({ ok: false, failure: { code: 'records-unavailable' } });
    await vi.waitFor(() => keepTestScan(records), PATIENCE);
  });
});
