import { describe, expect, it } from 'vitest';
import { importPilot } from '../../../src/commands/archive/import-pilot.ts';
import type { Records } from '../../../src/records/open-records.ts';
import { runRetention } from '../../../src/records/retention.ts';
import { deleteScan } from '../../../src/records/scans/write-scans.ts';
import { DATABASES } from '../../records/databases.ts';
import { type KeptScan, keepTestScan } from '../../records/kept-scans.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { exported } from './forged-archives.ts';
import { inspect } from './inspect-scans.ts';
import { count, metadata } from './pilot-scans.ts';

describe.each(DATABASES)('an archive that meets what is there, with $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

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
