import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { openLineup } from '../../src/api/lineup/lineup.ts';
import { keepRetention } from '../../src/commands/serving/keep-retention.ts';
import { appendAudit, verifyAudit } from '../../src/records/access/audit.ts';
import { recordInspections } from '../../src/records/inspections/inspections.ts';
import { insertLineup } from '../../src/records/lineup-records.ts';
import { newId } from '../../src/records/new-id.ts';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { insertReport } from '../../src/records/reports/report-records.ts';
import { countExpired } from '../../src/records/retention.ts';
import { findNamedRequest, nameRequest } from '../../src/records/scans/idempotency.ts';
import { insertQueuedScan } from '../../src/records/scans/write-scans.ts';
import { CLOCK_STEPS, DAY_MS, HOUR_MS, stepClock } from '../fixtures/step-clock.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { createPostgresDatabase, DATABASES } from './databases.ts';
import { keepTestScan } from './kept-scans.ts';
import { openTestRecords } from './test-records.ts';

/** Does something before a step of the clock, after it, and after it was put right again. */
async function aroundStep<Value>(stepMs: number, work: (place: number) => Promise<Value>): Promise<readonly Value[]> {
  const done = [await work(0)];
  stepClock(stepMs);
  done.push(await work(1));
  vi.useRealTimers();
  return [...done, await work(2)];
}

const lineupOf = (champion: string) => ({ champion, challengers: [] });

describe.each(DATABASES)('records in $kind', ({ kind, isThere, create }) => {
  const open = async () => openTestRecords(await create());

  describe.each(CLOCK_STEPS)('on a clock that is set $step', ({ stepMs }) => {
    const test = it.skipIf(!isThere);

    test('list scans and tell events in the order of their making', async () => {
      const records = await open();
      const ids = await aroundStep(stepMs, async () => (await keepTestScan(records)).id);
      const listed = valueFrom(await records.scans.list({ port: null, limit: 9 }));
      expect(listed.items.map(({ id }) => id)).toEqual(ids.toReversed());
      const events = valueFrom(await records.events.after(0, null, 99));
      expect(events.map(({ data }) => JSON.parse(data).scanId)).toEqual(ids.flatMap((id) => [id, id]));
      expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted());
    });

    test('take queued scans and reports in the order of their making', async () => {
      const records = await open();
      const scans = await aroundStep(stepMs, async () => {
        const scan = { id: newId(), port: '', receivedAt: new Date(), metadata: {} };
        await records.commit.write((transaction) => insertQueuedScan(transaction, scan, '{}'));
        return scan.id;
      });
      expect(valueFrom(await records.queue.next([]))?.id).toBe(scans[0]);
      expect(valueFrom(await records.queue.next(scans.slice(0, 1)))?.id).toBe(scans[1]);
      const reports = await aroundStep(stepMs, async () => {
        const report = { id: newId(), port: '', created_at: Date.now(), plan: 'default', request: '{}' };
        await records.commit.write((transaction) => insertReport(transaction, report, 9));
        return report.id;
      });
      expect(valueFrom(await records.reports.next())?.id).toBe(reports[0]);
      const listed = valueFrom(await records.reports.list({ port: null, limit: 9 }));
      expect(listed.items.map(({ id }) => id)).toEqual(reports.toReversed());
    });

    test('have the lineup in force that was changed last', async () => {
      const records = await open();
      const lineup = valueFrom(await openLineup(records, lineupOf('configured')));
      await aroundStep(stepMs, (place) => lineup.change(lineupOf(`changed ${place}`), null));
      const restarted = valueFrom(await openLineup(records, lineupOf('configured')));
      expect(restarted.get().champion).toBe('changed 2');
    });

    test('count the inspection that was recorded last, and keep its history in order', async () => {
      const records = await open();
      const { id: scanId } = await keepTestScan(records);
      await aroundStep(stepMs, async (place) => {
        const inspectedAt = new Date(place).toISOString();
        const inspection = { outcome: 'benign', selectedBy: 'random', category: null, boxes: [], inspectedAt } as const;
        const by = { at: new Date(), by: null };
        await records.commit.write((transaction) => recordInspections(transaction, [{ scanId, inspection }], by));
      });
      const versions = valueFrom(await records.inspections.versions(scanId, null));
      expect(versions.map(({ version, inspectedAt }) => [version, Date.parse(inspectedAt)])).toEqual([
        [3, 2],
        [2, 1],
        [1, 0],
      ]);
      expect(valueFrom(await records.inspections.current([scanId]))).toMatchObject([{ version: 3 }]);
    });

    test('find the first answer to a request, and keep the audit trail whole', async () => {
      const records = await open();
      const change = (n: number) => ({ at: Date.now(), actor: null, action: 'test', subject: null, details: { n } });
      const kept: string[] = [];
      await aroundStep(stepMs, async (n) => {
        kept.push((await keepTestScan(records, { text: 'same' })).id);
        await records.commit.write((transaction) => appendAudit(transaction, change(n)));
        for (const id of kept) {
          const named = nameRequest('NLRTM', id, ['{}', Buffer.from('same')]);
          const found = valueFrom(await findNamedRequest(records.db, records.gate, named));
          expect(found).toEqual({ scanId: id, fingerprint: named.fingerprint });
        }
      });
      expect(await verifyAudit(records.db)).toMatchObject({ intact: true, head: { seq: 3 } });
    });
  });

  it.skipIf(!isThere)('forget nothing for a clock that jumped ahead, and say so', async () => {
    const records = await open();
    const { id, sha256, picture } = await keepTestScan(records);
    await records.pictureStore.put('f'.repeat(64), picture);
    const warnings: unknown[] = [];
    let runs = 0;
    const logger = { info() {}, error() {}, warn: (text: unknown) => warnings.push(text) };
    const retention = keepRetention({
      records,
      retentionDays: 1,
      logger,
      everyMs: 5,
      onRemoved: () => {
        runs += 1;
      },
    });
    stepClock(3 * DAY_MS);
    const runsBefore = runs;
    while (warnings.length === 0 || runs < runsBefore + 2) await delay(5);
    await retention.stop();
    expect(warnings).toEqual([expect.stringContaining('jumped ahead by 4320 minutes')]);
    // By the clock alone it would be time.
    expect(await countExpired(records, { retentionDays: 1, nowMs: Date.now() })).toMatchObject({ value: { scans: 1 } });
    expect(valueFrom(await records.pictures.uploads(id, null))).toHaveLength(1);
    expect(await records.pictureStore.read(sha256)).toEqual(picture);
    expect(await records.pictureStore.hold('f'.repeat(64), picture.byteLength)).toBe(true);
  });

  it.skipIf(!isThere)('go on in the same order after a restart on a clock that was set back meanwhile', async () => {
    const databaseUrl = kind === 'SQLite' ? 'sqlite:' : await createPostgresDatabase();
    const options = { databaseUrl, dataDir: await temporaryFolder(), serves: true };
    const first: Records = valueFrom(await openRecords(options));
    // As a process before wrote it, whose clock was ahead.
    const ahead = uuidv7({ msecs: Date.now() + 300 * DAY_MS });
    const row = { id: ahead, since: Date.now() + HOUR_MS, champion: 'before', challengers: '', changed_by: null };
    await first.db.insertInto('lineups').values(row).execute();
    await first.close();
    const second: Records = valueFrom(await openRecords(options));
    const lineup = { ...lineupOf('after'), since: Date.now(), changedBy: null };
    await second.commit.write((transaction) => insertLineup(transaction, lineup));
    expect(valueFrom(await second.lineups.history(2)).map(({ champion }) => champion)).toEqual(['after', 'before']);
    await second.close();
  });
});
