import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { importPilot } from '../../../src/commands/archive/import-pilot.ts';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { deleteScan } from '../../../src/records/scans/write-scans.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { createPostgresDatabase, DATABASES, hasPostgres } from '../../records/databases.ts';
import { CONTAINERS, type KeptScan, keepTestScan } from '../../records/kept-scans.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { exported, filesIn } from './forged-archives.ts';
import { inspect, inspectTwice } from './inspect-scans.ts';
import { count, metadata } from './pilot-scans.ts';

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
