import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { fillPilot } from '../../../bench/pilot-queries/fill-pilot.ts';
import { importPilot } from '../../../src/commands/archive/import-pilot.ts';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { createPostgresDatabase, DATABASES, hasPostgres } from '../../records/databases.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { exported } from './forged-archives.ts';

const SCANS = 1000;
const ALL = { inArchive: SCANS, added: SCANS };

async function simulatedPilot(): Promise<{ readonly from: Records; readonly path: string }> {
  const from = await openTestRecords();
  await fillPilot(from, SCANS);
  const path = await exported(from, { withImages: false });
  return { from, path };
}

describe.each(DATABASES)('the simulated pilot of the bench, with $kind', ({ isThere, create }) => {
  it.skipIf(!isThere)('is one that can be exported with its container numbers, and imported', async () => {
    const { from, path } = await simulatedPilot();
    const to = await openTestRecords(await create());
    expect(await importPilot(to, { path, isDryRun: false })).toMatchObject({ ok: true, value: { scans: ALL } });
    // In the order of numbers that each database gives by itself.
    const counted = async ({ comparisons }: Records) => {
      const inspected = await comparisons.inspected({ port: null }, null);
      return inspected.ok ? inspected.value.map((part) => JSON.stringify(part)).toSorted() : inspected.failure;
    };
    expect(await counted(to)).toEqual(await counted(from));
  });
});

it.skipIf(!hasPostgres)('is imported without reading all that came before with every few lines', async () => {
  const { path } = await simulatedPilot();
  const databaseUrl = await createPostgresDatabase();
  const to = await openRecords({ databaseUrl, dataDir: await temporaryFolder(), serves: false });
  if (!to.ok) throw new Error(to.failure.message);
  expect(await importPilot(to.value, { path, isDryRun: false })).toMatchObject({ ok: true, value: { scans: ALL } });
  // Sessions tell what they read when they end.
  await to.value.close();
  const { db } = await openTestRecords(databaseUrl);
  const read = async () => {
    const { rows } = await sql<{ inserted: number; passed: number }>`
      SELECT n_tup_ins AS inserted, seq_tup_read AS passed FROM pg_stat_user_tables WHERE relname = 'screenings'`.execute(
      db,
    );
    return rows[0];
  };
  await vi.waitFor(async () => expect(await read()).toMatchObject({ inserted: 3 * SCANS }), { timeout: 60_000 });
  // Only the first few pages, where that is quickest. The server knew nothing of the table before: then it was 45,000.
  expect((await read())?.passed).toBeLessThan(2 * 3 * SCANS);
});
