import { type FileHandle, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createGroupCommit } from '../../../src/records/group-commit.ts';
import { createRecordsGate } from '../../../src/records/records-gate.ts';
import { createLogSync } from '../../../src/records/sqlite/log-sync.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { keepTestScan } from '../kept-scans.ts';
import { openTestRecords } from '../test-records.ts';

const ioError = () => Object.assign(new Error('input/output error'), { code: 'EIO' });

it('acknowledges no change before the log is on the disk, and calls nobody back', async () => {
  const { db, gate } = await openTestRecords();
  let toDisk = () => {};
  const commit = createGroupCommit(db, gate, {
    sync: () => new Promise<void>((resolve) => (toDisk = resolve)),
    isContention: () => false,
  });
  const done: string[] = [];
  commit.onCommit(() => done.push('listener'));
  const insert = (name: string) =>
    commit.write(async (transaction) => {
      await transaction.insertInto('secrets').values({ name, value: '' }).execute();
    });
  const written = insert('one').then(() => done.push('written'));
  const there = async () => (await db.selectFrom('secrets').select('name').where('name', '=', 'one').execute()).length;
  while ((await there()) === 0);
  await new Promise(setImmediate);
  expect(done).toEqual([]);
  toDisk();
  await written;
  expect(done).toEqual(['listener', 'written']);
});

it('fails every change of a group that could not be brought to the disk', async () => {
  const { db } = await openTestRecords();
  const gate = createRecordsGate(() => null);
  const commit = createGroupCommit(db, gate, { sync: () => Promise.reject(ioError()), isContention: () => false });
  const outcomes = await Promise.all(['one', 'two', 'three'].map(() => commit.write(async () => 'kept')));
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'records-unavailable' } });
});

it('counts nothing as kept after a failed sync until the log is in the database', async () => {
  const path = join(await temporaryFolder(), 'log');
  await writeFile(path, '');
  const steps: string[] = [];
  let diskFails = true;
  let isBusy = true;
  const log = createLogSync(
    path,
    () => {
      steps.push('checkpoint');
      if (isBusy) throw new Error('busy');
    },
    async () => {
      steps.push('sync');
      if (diskFails) throw ioError();
    },
  );
  onTestFinished(() => log.close());
  await expect(log.sync()).rejects.toThrow('input/output');
  diskFails = false;
  await expect(log.sync()).rejects.toThrow('busy');
  isBusy = false;
  await log.sync();
  await log.sync();
  expect(steps).toEqual(['sync', 'checkpoint', 'checkpoint', 'sync', 'sync']);
});

it('lets a sync that is under way end before the log is closed', async () => {
  const path = join(await temporaryFolder(), 'log');
  await writeFile(path, '');
  let synced: FileHandle | null = null;
  const log = createLogSync(
    path,
    () => {},
    async (handle) => {
      await new Promise(setImmediate);
      synced = handle;
      // Of a closed file it would throw.
      await handle.stat();
    },
  );
  const syncing = log.sync();
  await log.close();
  await syncing;
  expect(synced).toMatchObject({ fd: -1 });
});

it('brings scans to the disk of a file whose log was written back meanwhile', async () => {
  const records = await openTestRecords(`sqlite:${join(await temporaryFolder(), 'records.sqlite')}`);
  // More commits than the thread waits for before it writes the log back.
  for (let i = 0; i < 150; i++) await keepTestScan(records);
  const { count } = await records.db
    .selectFrom('scans')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(count).toBe(150);
});
