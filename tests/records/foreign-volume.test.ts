import { CompiledQuery, type Dialect, Kysely, sql, type Transaction } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fillPilot, PILOT_ENDS_AT, TECHNOLOGIES } from '../../bench/pilot-queries/fill-pilot.ts';
import type { Inspection } from '../../src/domain/comparison/inspection.ts';
import { type ComparedScans, createComparisonRecords, PARTED_BY } from '../../src/records/comparisons.ts';
import { recordInspections } from '../../src/records/inspections/inspections.ts';
import type { Records } from '../../src/records/open-records.ts';
import { openPostgres } from '../../src/records/postgres.ts';
import { createReportRecords } from '../../src/records/reports/report-records.ts';
import { createScanRecords, type ScanQuery } from '../../src/records/scans/scan-records.ts';
import { openSqlite } from '../../src/records/sqlite/sqlite.ts';
import type { Tables } from '../../src/records/tables.ts';
import { createPostgresDatabase, DATABASES, hasPostgres } from './databases.ts';
import { openTestRecords } from './test-records.ts';

const PORT = 'NLRTM';
const [CHAMPION, CHALLENGER] = TECHNOLOGIES;
const DAY_MS = 86_400_000;
const PERIODS = [
  {},
  { from: PILOT_ENDS_AT - 100 * DAY_MS, to: PILOT_ENDS_AT - 97 * DAY_MS },
  { from: PILOT_ENDS_AT - 20 * DAY_MS },
  { to: PILOT_ENDS_AT - 100 * DAY_MS },
] as const;
const DECIDED = [{}, { decision: 'alarm' }, { decision: 'alarm', technology: CHALLENGER }] as const;

/** Every statement of lists and comparisons that a key of a port may cause. */
async function statementsOf(dialect: Dialect, gate: Records['gate'], after: string): Promise<readonly CompiledQuery[]> {
  const asked = new Map<string, CompiledQuery>();
  const watched = new Kysely<Tables>({
    dialect,
    log: ({ query }) => void asked.set(JSON.stringify([query.sql, query.parameters]), query),
  });
  onTestFinished(() => watched.destroy());
  const scans = createScanRecords({ db: watched, reading: watched }, gate, (number) => `pseudonym:${number}`);
  const comparisons = createComparisonRecords(watched, gate);
  const reports = createReportRecords(watched, gate);
  const lists = PERIODS.flatMap((period) =>
    DECIDED.flatMap((decided): ScanQuery[] => {
      const query = { port: PORT, limit: 10, ...period, ...decided };
      return [query, { ...query, after }];
    }),
  );
  for (const query of lists) expect(await scans.list(query)).toMatchObject({ ok: true });
  const compared = PERIODS.flatMap((period): ComparedScans[] => [
    { port: PORT, ...period },
    { port: PORT, laneId: 'lane-1', cargo: 'hs-11', ...period },
  ]);
  for (const chosen of compared) {
    for (const by of [null, ...PARTED_BY]) {
      expect(await comparisons.decisions(chosen, by)).toMatchObject({ ok: true });
      expect(await comparisons.inspected(chosen, by)).toMatchObject({ ok: true });
    }
    expect(await comparisons.latency(CHAMPION, chosen)).toMatchObject({ ok: true });
    expect(await comparisons.newestScores(CHAMPION, 0.5, chosen, 50)).toMatchObject({ ok: true });
  }
  await reports.list({ port: PORT, limit: 10 });
  return [...asked.values()];
}

async function explain(
  db: Kysely<Tables> | Transaction<Tables>,
  { sql: statement, parameters }: CompiledQuery,
  how: string,
): Promise<readonly string[]> {
  const { rows } = await db.executeQuery<Record<string, unknown>>(
    CompiledQuery.raw(`${how} ${statement}`, [...parameters]),
  );
  return rows.map((row) => String(row['detail'] ?? row['QUERY PLAN']));
}

async function ownScan({ db }: Records): Promise<string> {
  const scans = db.selectFrom('scans').select('id').where('port', '=', PORT).orderBy('id', 'desc');
  return (await scans.offset(300).limit(1).executeTakeFirstOrThrow()).id;
}

/** A table of few pages PostgreSQL reads whole, whatever its indexes. */
async function inspectAll({ db, commit }: Records): Promise<void> {
  const ids = (await db.selectFrom('scans').select('id').execute()).map(({ id }) => id);
  const inspection: Inspection = {
    outcome: 'benign',
    selectedBy: 'random',
    category: null,
    boxes: [],
    inspectedAt: new Date(PILOT_ENDS_AT).toISOString(),
  };
  await commit.write((transaction) =>
    recordInspections(
      transaction,
      ids.map((scanId) => ({ scanId, inspection })),
      { at: new Date(PILOT_ENDS_AT), by: null },
    ),
  );
}

describe('lists and comparisons of a port', () => {
  it.skipIf(!hasPostgres)('see as many rows in PostgreSQL as if no other port had scanned anything', async () => {
    const url = await createPostgresDatabase();
    const records = await openTestRecords(url);
    await fillPilot(records, 3000);
    await inspectAll(records);
    await sql`VACUUM ANALYZE`.execute(records.db);
    const statements = await statementsOf(openPostgres(url).dialect, records.gate, await ownScan(records));
    const workFor = async (db: Kysely<Tables> | Transaction<Tables>) => {
      const work: string[] = [];
      for (const statement of statements) {
        const steps = await explain(db, statement, 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)');
        // What is gone within the transaction still lies in its pages.
        const seen = steps.filter((step) => !/Heap (Fetches|Blocks)|Sort Method|Memory/.test(step));
        work.push([statement.sql, JSON.stringify(statement.parameters), ...seen].join('\n'));
      }
      return work;
    };
    const among = await workFor(records.db);
    const gone = new Error('not to be kept');
    const alone = records.db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('scans').where('port', '<>', PORT).execute();
      const work = await workFor(transaction);
      for (const [i, steps] of work.entries()) expect(among[i]).toBe(steps);
      throw gone;
    });
    await expect(alone).rejects.toBe(gone);
  });

  it('are looked for in SQLite by their port first', async () => {
    const [sqlite] = DATABASES;
    const url = await sqlite.createFile();
    const records = await openTestRecords(url);
    await fillPilot(records, 3000);
    const dialect = openSqlite(url.slice('sqlite:'.length)).dialect;
    for (const statement of await statementsOf(dialect, records.gate, await ownScan(records))) {
      const steps = await explain(records.db, statement, 'EXPLAIN QUERY PLAN');
      for (const step of steps.filter((line) => /^(SCAN|SEARCH) (scans|screenings|inspections|reports)\b/.test(line))) {
        expect(step, statement.sql).toMatch(/\((technology=\? AND )?port[=<>]|\((scan_)?id=\?/);
      }
    }
  });
});
