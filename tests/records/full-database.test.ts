import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { recordInspections } from '../../src/records/inspections/inspections.ts';
import type { Records } from '../../src/records/open-records.ts';
import { smallDisk } from '../fixtures/small-disk.ts';
import {
  changePostgresDatabase,
  createPostgresDatabase,
  createTablespace,
  DATABASES,
  dropPostgresDatabase,
  hasPostgres,
} from './databases.ts';
import { keepTestScan } from './kept-scans.ts';
import { openTestRecords } from './test-records.ts';

/** A scan, and what records one inspection of it after the other, each of some 20 kB that do not pack. */
async function inspected(records: Records) {
  const { id: scanId } = await keepTestScan(records);
  const inspect = (version: number) => {
    const category = `${version} ${randomBytes(10_000).toString('hex')}`;
    const inspectedAt = '2026-03-02T10:00:00.000Z';
    const inspection = { outcome: 'threat', selectedBy: 'random', category, boxes: [], inspectedAt } as const;
    return records.commit.write((transaction) =>
      recordInspections(transaction, [{ scanId, inspection }], { at: new Date(), by: null }),
    );
  };
  return { scanId, inspect };
}

/** Inspects until that is refused; how many were recorded, and with which words the next two are refused. */
async function untilRefused(inspect: Awaited<ReturnType<typeof inspected>>['inspect']) {
  let kept = 0;
  while ((await inspect(kept)).ok) kept++;
  const refused = await Promise.all([inspect(kept), inspect(kept + 1)]);
  expect(refused.map((one) => (one.ok ? 'recorded' : one.failure.code))).toEqual(Array(2).fill('records-unavailable'));
  return { kept, why: refused.map((one) => (one.ok ? '' : one.failure.message)) };
}

it('an SQLite file that cannot grow refuses what is written with the cause, keeps what was, and goes on when there is room', async () => {
  const [sqlite] = DATABASES;
  const records = await openTestRecords(await sqlite.createFile());
  const { scanId, inspect } = await inspected(records);
  // Never fewer pages than there are; what is free among them one inspection may still use up.
  await sql`PRAGMA max_page_count = 1`.execute(records.db);
  const { kept, why } = await untilRefused(inspect);
  for (const words of why) expect(words).toContain('the disk is full: free some space');
  await sql`PRAGMA max_page_count = 1000000`.execute(records.db);
  expect(await inspect(kept)).toMatchObject({ ok: true });
  expect(await records.inspections.versions(scanId, null)).toMatchObject({ ok: true, value: { length: kept + 1 } });
});

it.skipIf(!hasPostgres)(
  'a PostgreSQL whose disk is full refuses what is written with the cause, keeps what was, and goes on when there is room',
  async ({ skip }) => {
    const disk = await smallDisk(48);
    if (disk === null) return skip('this user may not mount a small disk');
    const tablespace = await createTablespace(disk.folder);
    if (tablespace === null) return skip('PostgreSQL may not write to that disk');
    const url = await createPostgresDatabase();
    onTestFinished(() => dropPostgresDatabase(url));
    await changePostgresDatabase(url, `SET TABLESPACE ${tablespace}`);
    const records = await openTestRecords(url);
    const { scanId, inspect } = await inspected(records);
    disk.fill();
    const { kept, why } = await untilRefused(inspect);
    for (const words of why)
      expect(words).toMatch(/PostgreSQL cannot work \(.*No space left.*\): free some space on its disk/);
    expect(await records.inspections.versions(scanId, null)).toMatchObject({ ok: true, value: { length: kept } });
    disk.free();
    expect(await inspect(kept)).toMatchObject({ ok: true });
    expect(await records.inspections.versions(scanId, null)).toMatchObject({ ok: true, value: { length: kept + 1 } });
  },
);
