import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportPilot } from '../../../src/commands/archive/export-pilot.ts';
import { importPilot } from '../../../src/commands/archive/import-pilot.ts';
import { recordInspections } from '../../../src/records/inspections/inspections.ts';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { runRetention } from '../../../src/records/retention.ts';
import { deleteScan, insertQueuedScan } from '../../../src/records/scans/write-scans.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { createPostgresDatabase, DATABASES, hasPostgres } from '../../records/databases.ts';
import { CONTAINERS, type KeptScan, keepTestScan } from '../../records/kept-scans.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { ALL, exported, filesIn } from './forged-archives.ts';
import { count, metadata } from './pilot-scans.ts';

/** What was found in a scan, and corrected afterwards. */
async function inspectTwice(records: Records, scanId: string): Promise<void> {
  await inspect(records, scanId, ['benign', 'threat']);
}

async function inspect(records: Records, scanId: string, outcomes: readonly ('benign' | 'threat')[]): Promise<void> {
  for (const outcome of outcomes) {
    const inspection = {
      outcome,
      selectedBy: 'random',
      category: outcome === 'threat' ? 'cocaine "bricks"' : null,
      boxes: outcome === 'threat' ? [{ view: 'side', box: { x: 1, y: 2, width: 3, height: 4 } }] : [],
      inspectedAt: '2026-03-02T10:00:00.000Z',
    } as const;
    const recorded = await records.commit.write((transaction) =>
      recordInspections(transaction, [{ scanId, inspection }], { at: new Date(), by: null }),
    );
    expect(recorded.ok).toBe(true);
  }
}

describe.each(DATABASES)('an archive with $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere).each(['pilot.tar', 'pilot.tar.gz'])('brings everything to another host: %s', async (name) => {
    const from = await open();
    const scans = [];
    for (let n = 0; n < 5; n++)
      scans.push(await keepTestScan(from, { metadata: metadata(n), text: `picture ${n % 3}` }));
    await inspectTwice(from, scans[0]?.id ?? '');
    const path = await exported(from, { name });
    const to = await open();
    expect(await importPilot(to, { path, isDryRun: true })).toMatchObject({ ok: true, value: { screenings: 10 } });
    expect(await count(to, 'scans')).toBe(0);
    const added = { scans: { inArchive: 5, added: 5 }, screenings: 10, inspections: 2, pictures: 15, reports: 0 };
    expect(await importPilot(to, { path, isDryRun: false })).toEqual({ ok: true, value: added });
    for (const { id, sha256, picture } of scans) {
      expect(await to.scans.find(id, 'NLRTM')).toEqual(await from.scans.find(id, 'NLRTM'));
      expect(await to.inspections.versions(id, null)).toEqual(await from.inspections.versions(id, null));
      expect(await to.pictures.uploads(id, null)).toEqual(await from.pictures.uploads(id, null));
      expect(await to.pictures.anomalyMaps(id, null)).toEqual(await from.pictures.anomalyMaps(id, null));
      expect(await to.pictureStore.read(sha256)).toEqual(picture);
    }
    const page = await to.scans.list({ port: null, limit: 9, containerNumber: CONTAINERS[0] });
    expect(page.ok && page.value.items).toHaveLength(2);
    const counted = await to.comparisons.inspected({ port: 'NLRTM' }, null);
    expect(counted.ok && counted.value).toMatchObject([{ outcome: 'threat', scans: 1 }]);
    expect(await count(to, 'events')).toBe(0);
    // What was imported and is exported again is the same, line for line.
    const again = await filesIn(await exported(to, { name }));
    for (const [part, content] of await filesIn(path)) {
      if (part !== 'manifest.json') expect(again.get(part)?.equals(content)).toBe(true);
    }
  });

  it.skipIf(!isThere)('changes nothing the second time, and completes what broke off', async () => {
    const from = await open();
    const scans: KeptScan[] = [];
    for (let n = 0; n < 3; n++) scans.push(await keepTestScan(from, { metadata: metadata(n) }));
    const path = await exported(from);
    const to = await open();
    await importPilot(to, { path, isDryRun: false });
    const nothing = { scans: { inArchive: 3, added: 0 }, screenings: 0, inspections: 0, pictures: 0, reports: 0 };
    expect(await importPilot(to, { path, isDryRun: false })).toEqual({ ok: true, value: nothing });
    await to.db
      .deleteFrom('screenings')
      .where('scan_id', '=', scans[1]?.id ?? '')
      .execute();
    await to.commit.write((transaction) => deleteScan(transaction, scans[2]?.id ?? '', null));
    expect(await importPilot(to, { path, isDryRun: false })).toMatchObject({
      ok: true,
      value: { scans: { added: 1 }, screenings: 4, pictures: 3 },
    });
  });

  it.skipIf(!isThere)(
    'changes nothing the second time also where metadata hold half a character, as older ones may',
    async () => {
      const from = await open();
      await keepTestScan(from, { metadata: { laneId: 'gate \ud83d', scannerId: '\ude00' } });
      const path = await exported(from);
      const to = await open();
      expect(await importPilot(to, { path, isDryRun: false })).toMatchObject({ value: { scans: { added: 1 } } });
      for (const records of [from, to]) {
        expect(await importPilot(records, { path, isDryRun: false })).toMatchObject({ value: { scans: { added: 0 } } });
      }
    },
  );

  it.skipIf(!isThere)('brings the corrections that were made since an earlier one, in either order', async () => {
    const from = await open();
    const { id } = await keepTestScan(from, { metadata: metadata(0) });
    await inspect(from, id, ['benign']);
    const earlier = await exported(from, { name: 'march.tar' });
    await inspect(from, id, ['threat', 'benign']);
    const later = await exported(from, { name: 'april.tar' });
    for (const paths of [
      [earlier, later],
      [later, earlier],
    ]) {
      const to = await open();
      for (const path of paths) {
        expect(await importPilot(to, { path, isDryRun: false })).toMatchObject({ ok: true });
      }
      expect(await to.inspections.versions(id, null)).toEqual(await from.inspections.versions(id, null));
      const marks = ({ db }: Records) =>
        db.selectFrom('inspections').select('superseded_at').orderBy('version').execute();
      expect(await marks(to)).toEqual(await marks(from));
    }
  });

  it.skipIf(!isThere)('leaves out what is left of a scan that is deleted while it is imported', async () => {
    const from = await open();
    const scans: KeptScan[] = [];
    for (let n = 0; n < 2; n++) scans.push(await keepTestScan(from, { metadata: metadata(n), text: `picture ${n}` }));
    for (const { id } of scans) await inspect(from, id, ['benign', 'threat']);
    const path = await exported(from);
    const to = await open();
    let isDeleted = false;
    // The first rows are on record when somebody deletes one of the scans.
    const write: typeof to.commit.write = async (change) => {
      if (!isDeleted && (await count(to, 'scans')) === 2) {
        isDeleted = true;
        await to.commit.write((transaction) => deleteScan(transaction, scans[0]?.id ?? '', null));
      }
      return to.commit.write(change);
    };
    const deleting = { ...to, commit: { ...to.commit, write } };
    expect(await importPilot(deleting, { path, isDryRun: false })).toMatchObject({
      ok: true,
      value: { scans: { added: 2 }, screenings: 2, inspections: 2 },
    });
    expect(await to.db.selectFrom('scans').select('id').execute()).toEqual([{ id: scans[1]?.id }]);
  });

  it.skipIf(!isThere)('names an inspection that both hosts have corrected', async () => {
    const from = await open();
    const { id } = await keepTestScan(from, { metadata: metadata(0) });
    await inspect(from, id, ['benign']);
    const to = await open();
    await importPilot(to, { path: await exported(from, { name: 'march.tar' }), isDryRun: false });
    for (const records of [from, to]) await inspect(records, id, ['threat']);
    await to.db.updateTable('inspections').set({ category: 'weapons' }).where('version', '=', 2).execute();
    const path = await exported(from, { name: 'april.tar' });
    expect(await importPilot(to, { path, isDryRun: false })).toMatchObject({
      ok: false,
      failure: { code: 'conflict', message: expect.stringContaining('version 2') },
    });
  });

  it.skipIf(!isThere)('is in the audit trail before its first row, so that one which breaks off is too', async () => {
    const from = await open();
    for (let n = 0; n < 3; n++) await keepTestScan(from, { metadata: metadata(n) });
    const path = await exported(from);
    const to = await open();
    const breaking = { ...to, pictureStore: { ...to.pictureStore, hold: async () => false } };
    expect(await importPilot(breaking, { path, isDryRun: false })).toMatchObject({ ok: false });
    const trail = () => to.db.selectFrom('audit_entries').select(['action', 'details']).orderBy('seq').execute();
    const begun = { action: 'records.import.begin', details: expect.stringContaining('"scans":3') };
    expect(await trail()).toEqual([begun]);
    expect(await to.db.selectFrom('scans').select('id').execute()).toHaveLength(3);
    await importPilot(to, { path, isDryRun: false });
    const completed = { action: 'records.import', details: expect.stringContaining('"scans":0') };
    expect(await trail()).toEqual([begun, begun, completed]);
  });

  it.skipIf(!isThere)('names a scan that is there with other content, and writes nothing', async () => {
    const from = await open();
    await keepTestScan(from, { metadata: metadata(0) });
    const { id } = await keepTestScan(from, { metadata: metadata(1) });
    const path = await exported(from);
    const to = await open();
    await importPilot(to, { path, isDryRun: false });
    await to.db.updateTable('scans').set({ metadata: '{"laneId":"another"}' }).where('id', '=', id).execute();
    await to.db.deleteFrom('scans').where('id', '<>', id).execute();
    expect(await importPilot(to, { path, isDryRun: false })).toMatchObject({
      ok: false,
      failure: { code: 'conflict', message: expect.stringContaining(id) },
    });
    expect(await count(to, 'scans')).toBe(1);
  });

  it.skipIf(!isThere)('has pseudonyms for containers, the same for the same one, unless asked otherwise', async () => {
    const from = await open();
    for (let n = 0; n < 6; n++) await keepTestScan(from, { metadata: metadata(n) });
    const path = await exported(from, { withContainerNumbers: false, withImages: false });
    const bytes = (await readFile(path)).toString();
    for (const number of [...CONTAINERS, 'BL-1']) expect(bytes).not.toContain(number);
    const lines = (await filesIn(path)).get('scans.jsonl')?.toString().trim().split('\n') ?? [];
    const numbers = lines.map((line) => JSON.parse(line).metadata.containerNumber);
    expect(new Set(numbers).size).toBe(3);
    expect(numbers[0]).toBe(numbers[3]);
    expect([...(await filesIn(path)).keys()]).toEqual([
      'manifest.json',
      'scans.jsonl',
      'screenings.jsonl',
      'inspections.jsonl',
      'technologies.jsonl',
      'reports.jsonl',
    ]);
    const to = await open();
    expect(await importPilot(to, { path, isDryRun: false })).toMatchObject({ ok: true, value: { pictures: 0 } });
  });

  it.skipIf(!isThere)('holds what was asked for: a port, a time, and nothing that waits', async () => {
    const records = await open();
    const march = new Date('2026-03-15T00:00:00Z');
    const april = new Date('2026-04-01T00:00:00Z');
    const { id } = await keepTestScan(records, { receivedAt: march, port: 'DEHAM' });
    await keepTestScan(records, { receivedAt: april, port: 'DEHAM' });
    await keepTestScan(records, { receivedAt: march, port: 'NLRTM' });
    const waiting = { id: '0193a0c0-0000-7000-8000-000000000001', port: 'DEHAM', receivedAt: march, metadata: {} };
    await records.commit.write((transaction) => insertQueuedScan(transaction, waiting, '{}'));
    const filter = { port: 'DEHAM', from: Date.parse('2026-03-01T00:00:00Z'), to: april.getTime() };
    const lines = (await filesIn(await exported(records, { filter })))
      .get('scans.jsonl')
      ?.toString()
      .trim()
      .split('\n');
    expect(lines?.map((line) => JSON.parse(line).id)).toEqual([id]);
  });

  it.skipIf(!isThere)('whose pictures come back lets them expire again', async () => {
    const from = await open();
    const { id } = await keepTestScan(from, { receivedAt: new Date('2026-01-01T00:00:00Z') });
    const path = await exported(from);
    const to = await open();
    const nowMs = Date.parse('2026-06-01T00:00:00Z');
    await importPilot(to, { path, isDryRun: false });
    for (let round = 0; round < 2; round++) {
      await runRetention(to, { retentionDays: 30, nowMs });
      expect(await to.pictures.uploads(id, null)).toEqual({ ok: true, value: [] });
      await importPilot(to, { path, isDryRun: false });
      expect(await to.pictures.uploads(id, null)).toMatchObject({ value: [{ kind: 'upload' }] });
    }
  });
});

// In SQLite a transaction has the whole file to itself.
describe.skipIf(!hasPostgres)('an archive that two import into PostgreSQL at the same time', () => {
  it('is written once, and fails neither', async () => {
    const from = await openTestRecords();
    for (let n = 0; n < 3; n++) await keepTestScan(from, { metadata: metadata(n) });
    const path = await exported(from);
    const databaseUrl = await createPostgresDatabase();
    const first = await openTestRecords(databaseUrl);
    const second = valueFrom(await openRecords({ databaseUrl, dataDir: await temporaryFolder(), serves: false }));
    onTestFinished(() => second.close());
    const bySecond: ReturnType<typeof importPilot>[] = [];
    const write: typeof first.commit.write = (change) =>
      first.commit.write(async (transaction) => {
        const value = await change(transaction);
        const scans = await transaction.selectFrom('scans').select('id').execute();
        if (scans.length > 0 && bySecond.length === 0) {
          // The second one comes to the scans that the first has written and not committed yet.
          bySecond.push(importPilot(second, { path, isDryRun: false }));
          await expect.poll(() => waitingForLocks(first), { timeout: 20_000 }).toBe(1);
        }
        return value;
      });
    const one = valueFrom(
      await importPilot({ ...first, commit: { ...first.commit, write } }, { path, isDryRun: false }),
    );
    const [other] = (await Promise.all(bySecond)).map(valueFrom);
    expect([one.scans.added, other?.scans.added]).toEqual([3, 0]);
    expect(one.screenings + (other?.screenings ?? 0)).toBe(6);
    expect(one.pictures + (other?.pictures ?? 0)).toBe(await count(first, 'pictures'));
  }, 60_000);

  async function waitingForLocks({ db }: Records): Promise<number | undefined> {
    const { rows } = await sql<{ readonly n: number }>`
      SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
    `.execute(db);
    return rows[0]?.n;
  }
});

describe('an export', () => {
  it('is written under its name only when it is whole, for its owner only', async () => {
    const records = await openTestRecords();
    await keepTestScan(records);
    const folder = await temporaryFolder();
    const path = join(folder, 'pilot.tar');
    records.pictureStore.read = async () => null;
    const failed = await exportPilot(records, { ...ALL, path });
    expect(failed).toMatchObject({
      ok: false,
      failure: { code: 'records-unavailable', message: expect.stringMatching(/The picture [0-9a-f]{64} is on record/) },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['metadata', 'the metadata of the scan'],
    ['boxes', 'the boxes of the inspection 1 of the scan'],
    ['document', 'the screening of the scan'],
  ])('names the row whose %s are damaged, and leaves nothing behind', async (column, what) => {
    const records = await openTestRecords();
    const { id } = await keepTestScan(records);
    await inspectTwice(records, id);
    if (column === 'metadata') await records.db.updateTable('scans').set({ metadata: '[' }).execute();
    if (column === 'boxes') await records.db.updateTable('inspections').set({ boxes: '[{"view":"side"}]' }).execute();
    if (column === 'document') await records.db.updateTable('screenings').set({ document: '{}' }).execute();
    const folder = await temporaryFolder();
    const path = join(folder, 'pilot.tar');
    expect(await exportPilot(records, { ...ALL, withContainerNumbers: false, path })).toMatchObject({
      ok: false,
      failure: { code: 'records-unavailable', message: expect.stringContaining(`damaged at ${what} ${id}`) },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('never replaces a file, and wants a folder that is there', async () => {
    const records = await openTestRecords();
    const path = await exported(records);
    expect(await exportPilot(records, { ...ALL, path })).toMatchObject({ ok: false, failure: { code: 'conflict' } });
    const nowhere = join(path, '..', 'nowhere', 'pilot.tar');
    expect(await exportPilot(records, { ...ALL, path: nowhere })).toMatchObject({
      ok: false,
      failure: { code: 'not-found' },
    });
  });
});
