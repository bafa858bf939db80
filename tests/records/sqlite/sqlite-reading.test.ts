import { copyFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { whySqliteUnavailable } from '../../../src/records/sqlite/sqlite.ts';
import { sqliteReading } from '../../../src/records/sqlite/sqlite-reading.ts';
import type { Tables } from '../../../src/records/tables.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { keepTestScan } from '../kept-scans.ts';

/** Records in a file, which a thread reads. */
async function openFile(dataDir: string): Promise<Records> {
  const opened = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true });
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
}

it('sees each scan as soon as it was kept, in lists and in comparisons', async () => {
  const records = await openFile(await temporaryFolder());
  onTestFinished(() => records.close());
  for (let kept = 1; kept <= 20; kept++) {
    await keepTestScan(records, { receivedAt: new Date('2026-03-01T08:00:00Z') });
    const list = await records.scans.list({ port: null, limit: 100 });
    expect(list.ok && list.value.items).toHaveLength(kept);
    const counted = await records.comparisons.decisions({ port: null }, 'week');
    expect(counted.ok && counted.value.map(({ scans }) => scans)).toEqual([kept]);
  }
});

it('lets go of the file with the records: nothing but the database is left', async () => {
  const dataDir = await temporaryFolder();
  const records = await openFile(dataDir);
  await keepTestScan(records);
  await records.scans.list({ port: null, limit: 1 });
  await records.close();
  expect((await readdir(dataDir)).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
});

it('says what SQLite says of a file that cannot be read, reads it once it can be, and writes nothing', async () => {
  const folder = await temporaryFolder();
  const records = await openFile(folder);
  await records.close();
  const path = join(folder, 'moved.sqlite');
  const reading = new Kysely<Tables>({ dialect: sqliteReading(path) });
  onTestFinished(() => reading.destroy());
  const ask = () => reading.selectFrom('scans').select('id').execute();
  const refused = await ask().catch((error: unknown) => error);
  expect(whySqliteUnavailable(refused)).toContain('cannot be opened');
  await copyFile(join(folder, 'scanbench.sqlite'), path);
  expect(await ask()).toEqual([]);
  await expect(reading.deleteFrom('scans').execute()).rejects.toThrow();
  await rm(path);
});
