import { spawn } from 'node:child_process';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { appendAudit, listAudit, verifyAudit } from '../../../src/records/access/audit.ts';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { createPostgresDatabase, DATABASES } from '../databases.ts';
import { openTestRecords } from '../test-records.ts';

const NO_KEY_CREATED = { at: 1_780_000_000_000, actor: null, action: 'key.create', subject: 'k1', details: { n: 1 } };

const append = (records: Records, details: object = {}) =>
  records.commit.write((transaction) => appendAudit(transaction, { ...NO_KEY_CREATED, details }));

/** What whoever owns the database can do: take the guard away, then change what they like. */
async function tamper(records: Records, statement: string): Promise<void> {
  const isPostgres = records.db.getExecutor().adapter.supportsTransactionalDdl;
  const guards = isPostgres ? ['audit_entries_no_change'] : ['audit_entries_no_update', 'audit_entries_no_delete'];
  for (const guard of guards)
    await sql.raw(`DROP TRIGGER ${guard}${isPostgres ? ' ON audit_entries' : ''}`).execute(records.db);
  await sql.raw(statement).execute(records.db);
}

describe.each(DATABASES)('the audit trail in $kind', ({ isThere, create }) => {
  const openWith = async (count: number) => {
    const records = await openTestRecords(await create());
    await Promise.all(Array.from({ length: count }, (_, index) => append(records, { index })));
    return records;
  };

  it.skipIf(!isThere)('is intact when empty, and after many entries at once', async () => {
    const records = await openWith(0);
    expect(await verifyAudit(records.db)).toEqual({ intact: true, head: { seq: 0, hash: '0'.repeat(64) } });
    await Promise.all(Array.from({ length: 150 }, (_, index) => append(records, { index })));
    expect(await verifyAudit(records.db)).toMatchObject({ intact: true, head: { seq: 150 } });
  });

  it.skipIf(!isThere)('keeps an entry with its change, or neither', async () => {
    const records = await openWith(1);
    const failing = records.commit.write(async (transaction) => {
      await appendAudit(transaction, NO_KEY_CREATED);
      throw new Error('the change itself is wrong');
    });
    await expect(failing).rejects.toThrow('the change itself');
    await append(records);
    expect(await verifyAudit(records.db)).toMatchObject({ intact: true, head: { seq: 2 } });
  });

  it.skipIf(!isThere).each(['UPDATE audit_entries SET actor = NULL', 'DELETE FROM audit_entries WHERE seq = 2'])(
    'refuses %s',
    async (statement) => {
      const records = await openWith(2);
      await expect(sql.raw(statement).execute(records.db)).rejects.toThrow('The audit trail only grows.');
    },
  );

  it.skipIf(!isThere).each([
    ['what an entry says', `UPDATE audit_entries SET details = '{"index":9}' WHERE seq = 2`, 2, 'changed'],
    ['who did it', `UPDATE audit_entries SET actor = 'someone' WHERE seq = 3`, 3, 'changed'],
    ['an entry in the middle gone', 'DELETE FROM audit_entries WHERE seq = 2', 2, 'missing'],
    ['the first entry gone', 'DELETE FROM audit_entries WHERE seq = 1', 1, 'missing'],
    ['the last entry gone', 'DELETE FROM audit_entries WHERE seq = 4', 4, 'missing'],
    ['another entry before', `UPDATE audit_entries SET previous_hash = 'f' WHERE seq = 3`, 3, 'before it'],
    ['an entry before the first', `INSERT INTO audit_entries VALUES (0, 0, NULL, 'a', 'b', '{}', '', '')`, 0, 'put in'],
    ['another head', `UPDATE audit_head SET hash = 'f'`, 4, 'head'],
  ])('shows %s, and where', async (_what, statement, seq, why) => {
    const records = await openWith(4);
    await tamper(records, statement);
    expect(await verifyAudit(records.db)).toEqual({
      intact: false,
      broken: { seq, why: expect.stringContaining(why) },
    });
  });

  it.skipIf(!isThere)('shows an entry in no place, where the database takes one', async () => {
    const records = await openWith(1);
    const statement = `INSERT INTO audit_entries VALUES (NULL, 0, NULL, 'a', 'b', '{}', '', '')`;
    const isTaken = await sql
      .raw(statement)
      .execute(records.db)
      .then(
        () => true,
        () => false,
      );
    expect((await verifyAudit(records.db)).intact).toBe(!isTaken);
  });

  it.skipIf(!isThere)('shows an end cut off with its head, or a trail written anew, to who kept a head', async () => {
    const records = await openWith(4);
    const [last, before] = await listAudit(records.db, 2);
    if (last === undefined || before === undefined) throw new Error('There are four entries.');
    await tamper(records, 'DELETE FROM audit_entries WHERE seq = 4');
    await records.db.updateTable('audit_head').set({ seq: 3, hash: before.hash }).execute();
    expect((await verifyAudit(records.db)).intact).toBe(true);
    expect(await verifyAudit(records.db, last)).toMatchObject({ intact: false, broken: { seq: 4 } });
    await append(records, { other: true });
    expect((await verifyAudit(records.db)).intact).toBe(true);
    expect(await verifyAudit(records.db, last)).toMatchObject({
      intact: false,
      broken: { seq: 4, why: expect.stringContaining('rewritten') },
    });
  });

  it.skipIf(!isThere)(
    'stays one chain while two processes write',
    async () => {
      const dataDir = await temporaryFolder();
      const databaseUrl = isPostgres(await create()) ? await createPostgresDatabase() : 'sqlite:';
      const opened = await openRecords({ databaseUrl, dataDir, serves: true });
      if (!opened.ok) throw new Error(opened.failure.message);
      const other = appendInAnotherProcess({ databaseUrl, dataDir, serves: false }, 100);
      for (let index = 0; index < 100; index++) {
        // Reads before it writes, as changes do: such a transaction must wait for the other process, not fail.
        const written = await opened.value.commit.write(async (transaction) => {
          await transaction.selectFrom('scans').select('id').execute();
          await new Promise((resolve) => setTimeout(resolve, 1));
          await appendAudit(transaction, NO_KEY_CREATED);
        });
        expect(written.ok).toBe(true);
      }
      expect(await other).toBe(0);
      expect(await verifyAudit(opened.value.db)).toMatchObject({ intact: true, head: { seq: 200 } });
      await opened.value.close();
    },
    60_000,
  );
});

const isPostgres = (url: string) => url.startsWith('postgres');

/** Gives the exit code. The process runs what the build made, because Node runs no TypeScript. */
function appendInAnotherProcess(options: object, count: number): Promise<number | null> {
  const program = `
    import { openRecords } from './dist/src/records/open-records.js';
    import { appendAudit } from './dist/src/records/access/audit.js';
    const opened = await openRecords(${JSON.stringify(options)});
    if (!opened.ok) throw new Error(opened.failure.message);
    for (let index = 0; index < ${count}; index++) {
      const change = ${JSON.stringify(NO_KEY_CREATED)};
      const written = await opened.value.commit.write((transaction) => appendAudit(transaction, change));
      if (!written.ok) throw new Error(written.failure.message);
    }
    await opened.value.close();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', resolve));
}
