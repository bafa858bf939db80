import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { openPictureStore } from '../../src/records/pictures/picture-store.ts';
import { insertNamedRequest, nameRequest } from '../../src/records/scans/idempotency.ts';
import {
  failQueuedScan,
  finishQueuedScan,
  insertQueuedScan,
  insertScreenedScan,
  type ReceivedScan,
} from '../../src/records/scans/write-scans.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { createPostgresDatabase, DATABASES, hasPostgres } from './databases.ts';
import { openTestRecords } from './test-records.ts';

const NOTHING = { views: [], screenings: [] } as const;
const factsOf = () => ({ role: 'champion', modelSha256: 'a'.repeat(64) }) as const;

const received = (more: Partial<ReceivedScan> = {}): ReceivedScan => ({
  id: uuidv7(),
  port: 'NLRTM',
  receivedAt: new Date('2026-03-01T08:15:03.120Z'),
  metadata: { containerNumber: 'CSQU3054383', laneId: `'; DROP TABLE scans; --` },
  ...more,
});

const keep = (records: Records, scan: ReceivedScan) =>
  records.commit.write((transaction) => insertScreenedScan(transaction, scan, NOTHING, factsOf));

describe.each(DATABASES)('records in $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere)('give back what was written, text for text', async () => {
    const records = await open();
    const scan = received();
    await keep(records, scan);
    const found = await records.scans.find(scan.id, null);
    expect(found.ok && JSON.parse(found.value?.json ?? '')).toEqual({
      id: scan.id,
      receivedAt: '2026-03-01T08:15:03.120Z',
      state: 'screened',
      metadata: scan.metadata,
      views: [],
      screenings: [],
    });
  });

  it.skipIf(!isThere)('show a port its own scans only', async () => {
    const records = await open();
    const scan = received();
    await keep(records, scan);
    expect(await records.scans.find(scan.id, 'DEHAM')).toEqual({ ok: true, value: null });
    expect(await records.scans.list({ port: 'DEHAM', limit: 10 })).toEqual({
      ok: true,
      value: { items: [], next: null },
    });
    const own = await records.scans.list({ port: 'NLRTM', limit: 10 });
    expect(own.ok && own.value.items.map(({ id }) => id)).toEqual([scan.id]);
  });

  it.skipIf(!isThere)('commit together what comes together; a wrong change fails alone', async () => {
    const records = await open();
    const scans = Array.from({ length: 200 }, () => received());
    const twice = received();
    await keep(records, twice);
    const writes = scans.map((scan) => keep(records, scan));
    await expect(keep(records, twice)).rejects.toThrow(/unique|duplicate/i);
    const outcomes = await Promise.all(writes);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    const { count } = await records.db
      .selectFrom('scans')
      .select((query) => query.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(201);
  });

  it.skipIf(!isThere)('write a scan with its request name, or neither', async () => {
    const records = await open();
    const named = nameRequest('NLRTM', 'gate-1', ['body']);
    const write = (scan: ReceivedScan) =>
      records.commit.write(async (transaction) => {
        await insertScreenedScan(transaction, scan, NOTHING, factsOf);
        await insertNamedRequest(transaction, named, scan.id);
      });
    const [first, second] = [received(), received()];
    await write(first);
    await expect(write(second)).rejects.toThrow(/unique|duplicate/i);
    expect(await records.scans.find(second.id, null)).toEqual({ ok: true, value: null });
  });

  it.skipIf(!isThere)('take a queued scan out of the queue once', async () => {
    const records = await open();
    const scan = received();
    await records.commit.write((transaction) => insertQueuedScan(transaction, scan, '{}'));
    const finish = () =>
      records.commit.write((transaction) => finishQueuedScan(transaction, scan.id, NOTHING, factsOf));
    expect(await finish()).toEqual({ ok: true, value: [] });
    expect(await finish()).toEqual({ ok: true, value: false });
    const failure = { code: 'unreadable-scan', message: 'Cut off.' } as const;
    const fails = await records.commit.write((transaction) => failQueuedScan(transaction, scan.id, failure));
    expect(fails).toEqual({ ok: true, value: false });
  });
});

describe('opening records', () => {
  it('keeps what was written, and is the only one to serve it', async () => {
    const dataDir = await temporaryFolder();
    const first = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true });
    if (!first.ok) throw new Error(first.failure.message);
    const scan = received();
    await keep(first.value, scan);
    // It is asked for five seconds whether the first one ends.
    const second = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true });
    expect(second).toMatchObject({
      ok: false,
      failure: {
        code: 'records-unavailable',
        message: expect.stringMatching(/^Another Scanbench serves these records already: stop it, .*of its own\.$/),
      },
    });
    const reader = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false });
    expect(reader.ok && (await reader.value.scans.find(scan.id, null)).ok).toBe(true);
    if (reader.ok) await reader.value.close();
    await first.value.close();
    const again = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true });
    expect(again.ok).toBe(true);
    if (again.ok) await again.value.close();
  }, 30_000);

  it.each(hasPostgres ? ['sqlite:', 'postgres:'] : ['sqlite:'])(
    'lets the processes of one service in, and no other service before the last of them has gone (%s)',
    async (kind) => {
      const databaseUrl = kind === 'sqlite:' ? kind : await createPostgresDatabase();
      const options = { databaseUrl, dataDir: await temporaryFolder() };
      const primary = valueFrom(await openRecords({ ...options, serves: true }));
      const members = [
        valueFrom(await openRecords({ ...options, serves: 'member' })),
        valueFrom(await openRecords({ ...options, serves: 'member' })),
      ];
      expect((await openRecords({ ...options, serves: true })).ok).toBe(false);
      await primary.close();
      await members[0]?.close();
      let isOpen = false;
      const onEnding = vi.fn();
      const opening = openRecords({ ...options, serves: true, news: { onEnding } }).finally(() => {
        isOpen = true;
      });
      await vi.waitFor(() => expect(onEnding).toHaveBeenCalledTimes(1), { timeout: 10_000 });
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(isOpen).toBe(false);
      await members[1]?.close();
      const next = valueFrom(await opening);
      await next.close();
    },
    60_000,
  );

  it('says what is wrong with a file that is no database', async () => {
    const dataDir = await temporaryFolder();
    await writeFile(join(dataDir, 'scanbench.sqlite'), randomBytes(8192));
    const opened = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true });
    expect(opened).toMatchObject({ ok: false, failure: { message: expect.stringContaining('no SQLite database') } });
  });

  it('says that PostgreSQL does not answer', async () => {
    const dataDir = await temporaryFolder();
    const opened = await openRecords({ databaseUrl: 'postgres://postgres@127.0.0.1:1/none', dataDir, serves: true });
    expect(opened).toMatchObject({
      ok: false,
      failure: { code: 'records-unavailable', message: expect.stringContaining('PostgreSQL does not answer') },
    });
  });

  it('refuses records that a newer version has written', async () => {
    const dataDir = await temporaryFolder();
    const opened = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false });
    if (!opened.ok) throw new Error(opened.failure.message);
    const { db, close } = opened.value;
    await db
      .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
      .insertInto('kysely_migration')
      .values({ name: '999-later', timestamp: '' })
      .execute();
    await close();
    expect(await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false })).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('newer version') },
    });
  });

  it.skipIf(!hasPostgres)(
    'keeps a second process from the same PostgreSQL database',
    async () => {
      const databaseUrl = await createPostgresDatabase();
      const dataDir = await temporaryFolder();
      const first = await openRecords({ databaseUrl, dataDir, serves: true });
      if (!first.ok) throw new Error(first.failure.message);
      expect((await openRecords({ databaseUrl, dataDir, serves: true })).ok).toBe(false);
      await first.value.close();
    },
    30_000,
  );
});

describe('the picture store', () => {
  const bytes = new Uint8Array(randomBytes(1000));
  const sha256 = createHash('sha256').update(bytes).digest('hex');

  it('keeps the same bytes once and gives them back', async () => {
    const folder = await temporaryFolder();
    const store = await openPictureStore(folder, true);
    await Promise.all([store.put(sha256, bytes), store.put(sha256, bytes)]);
    await store.put(sha256, bytes);
    expect(await store.read(sha256)).toEqual(bytes);
    expect(await readdir(join(folder, sha256.slice(0, 2)))).toEqual([sha256]);
    expect(await readdir(join(folder, 'unfinished'))).toEqual([]);
  });

  it('takes a name that another is writing for kept only when it is on the disk', async () => {
    const folder = await temporaryFolder();
    const waiting: (() => void)[] = [];
    let isSlow = false;
    const store = await openPictureStore(folder, true, {
      async sync() {
        if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
      },
    });
    const other = new Uint8Array([...bytes, 0]);
    const prefix = sha256.slice(0, 2);
    await store.put(`${prefix}${'0'.repeat(62)}`, other);
    isSlow = true;
    const kept: string[] = [];
    const first = store.put(sha256, bytes).then(() => kept.push('first'));
    await expect.poll(() => waiting.length).toBe(1);
    expect(await readdir(join(folder, prefix))).toContain(sha256);
    const second = store.put(sha256, bytes).then(() => kept.push('second'));
    const third = store.hold(sha256, bytes.byteLength).then(() => kept.push('third'));
    await expect.poll(() => waiting.length).toBe(3);
    expect(kept).toEqual([]);
    isSlow = false;
    for (const resolve of waiting) resolve();
    await Promise.all([first, second, third]);
    expect(kept.toSorted()).toEqual(['first', 'second', 'third']);
  });

  it('keeps a picture also where the folder of its beginning was removed, and none where the store itself was', async () => {
    const folder = join(await temporaryFolder(), 'pictures');
    const store = await openPictureStore(folder, true);
    await store.put(sha256, bytes);
    await rm(join(folder, sha256.slice(0, 2)), { recursive: true });
    await store.put(sha256, bytes);
    expect(await store.read(sha256)).toEqual(bytes);
    expect(await readdir(join(folder, 'unfinished'))).toEqual([]);
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await expect(store.put(sha256, bytes)).rejects.toThrow('ENOENT');
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives nothing for a file that changed, for none, and for a name that is no hash', async () => {
    const folder = await temporaryFolder();
    const store = await openPictureStore(folder, true);
    await store.put(sha256, bytes);
    await writeFile(join(folder, sha256.slice(0, 2), sha256), 'changed');
    expect(await store.read(sha256)).toBeNull();
    expect(await store.read('0'.repeat(64))).toBeNull();
    expect(await store.read('../../etc/passwd')).toBeNull();
  });

  it('takes no picture for lost while its folder is away, or an empty one is in its place', async () => {
    const folder = join(await temporaryFolder(), 'pictures');
    const store = await openPictureStore(folder, true);
    await store.put(sha256, bytes);
    await rename(folder, `${folder}-away`);
    await expect(store.read(sha256)).rejects.toThrow('ENOENT');
    await mkdir(folder);
    await expect(store.read(sha256)).rejects.toThrow('ENOENT');
    await rmdir(folder);
    await rename(`${folder}-away`, folder);
    expect(await store.read(sha256)).toEqual(bytes);
    await rm(join(folder, sha256.slice(0, 2)), { recursive: true });
    expect(await store.read(sha256)).toBeNull();
  });
});
