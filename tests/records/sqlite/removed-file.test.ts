import { copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { openSqliteReader } from '../../../src/records/sqlite/sqlite.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

const REFUSED = {
  ok: false,
  failure: { code: 'records-unavailable', message: expect.stringContaining('is not there any more') },
};

async function openInFolder() {
  const dataDir = join(await temporaryFolder(), 'data');
  const records = valueFrom(await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true }));
  onTestFinished(() => records.close());
  const insert = (name: string, meanwhile = async () => {}) =>
    records.commit.write(async (transaction) => {
      await transaction.insertInto('secrets').values({ name, value: '' }).execute();
      await meanwhile();
    });
  return { records, dataDir, insert };
}

const read = (records: Records) => records.queue.length();

it('an SQLite file whose folder is taken away answers nothing and acknowledges nothing, and goes on where it is brought back', async () => {
  const { records, dataDir, insert } = await openInFolder();
  expect(await insert('before')).toMatchObject({ ok: true });
  await rename(dataDir, `${dataDir}-away`);
  expect(await insert('away')).toMatchObject(REFUSED);
  expect(await read(records)).toMatchObject(REFUSED);
  expect(await records.ping()).toMatchObject(REFUSED);
  await rename(`${dataDir}-away`, dataDir);
  expect(await insert('after')).toMatchObject({ ok: true });
  expect(await read(records)).toMatchObject({ ok: true });
  expect(await records.ping()).toMatchObject({ ok: true });
});

it('a change during which the folder of its SQLite file is removed is not acknowledged', async () => {
  const { records, dataDir, insert } = await openInFolder();
  expect(await insert('during', () => rm(dataDir, { recursive: true }))).toMatchObject(REFUSED);
  expect(await records.ping()).toMatchObject(REFUSED);
});

it('an SQLite file in whose place a restored one lies is not written to any more', async () => {
  const { records, dataDir, insert } = await openInFolder();
  const file = join(dataDir, 'scanbench.sqlite');
  await copyFile(file, `${file}.backup`);
  await rename(`${file}.backup`, file);
  expect(await insert('lost')).toMatchObject(REFUSED);
  expect(await records.ping()).toMatchObject(REFUSED);
});

it('an SQLite file whose folder is removed is not read for long, also where nobody writes', async () => {
  const { records, dataDir } = await openInFolder();
  await rm(dataDir, { recursive: true });
  await vi.waitFor(async () => expect(await read(records)).toMatchObject(REFUSED), 30_000);
  expect(await records.ping()).toMatchObject(REFUSED);
});

it('a reader says of a folder that is not there what SQLite says of a file that it cannot open', async () => {
  const reader = openSqliteReader(join(await temporaryFolder(), 'gone', 'records.sqlite'));
  const answer = reader.read({ sql: 'SELECT 1', parameters: [] });
  expect(answer).toMatchObject({ ok: false, error: { code: 'SQLITE_CANTOPEN' } });
});
