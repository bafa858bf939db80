import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { recordInspections } from '../../src/records/inspections/inspections.ts';
import { DATABASES } from './databases.ts';
import { keepTestScan } from './kept-scans.ts';
import { openTestRecords } from './test-records.ts';

describe('an SQLite file that cannot grow', () => {
  it('refuses what is written with the cause, keeps what was, and goes on when there is room', async () => {
    const [sqlite] = DATABASES;
    const records = await openTestRecords(await sqlite.createFile());
    const { id: scanId } = await keepTestScan(records);
    const inspect = (version: number) => {
      const category = `${version} ${'x'.repeat(20_000)}`;
      const inspectedAt = '2026-03-02T10:00:00.000Z';
      const inspection = { outcome: 'threat', selectedBy: 'random', category, boxes: [], inspectedAt } as const;
      return records.commit.write((transaction) =>
        recordInspections(transaction, [{ scanId, inspection }], { at: new Date(), by: null }),
      );
    };
    // Never fewer pages than there are; what is free among them one inspection may still use up.
    await sql`PRAGMA max_page_count = 1`.execute(records.db);
    let kept = 0;
    while ((await inspect(kept)).ok) kept++;
    const refused = await Promise.all([inspect(kept), inspect(kept + 1)]);
    for (const { ok, failure } of refused.map((one) => ({ failure: null, ...one }))) {
      expect({ ok, code: failure?.code }).toEqual({ ok: false, code: 'records-unavailable' });
      expect(failure?.message).toContain('the disk is full: free some space');
    }
    await sql`PRAGMA max_page_count = 1000000`.execute(records.db);
    expect(await inspect(kept)).toMatchObject({ ok: true });
    expect(await records.inspections.versions(scanId, null)).toMatchObject({ ok: true, value: { length: kept + 1 } });
  });
});
