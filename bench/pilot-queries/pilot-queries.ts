import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type CompareCells, createCellComparison } from '../../src/api/comparison/compare-cells.ts';
import { compareTechnologies } from '../../src/api/comparison/compare-technologies.ts';
import type { ComparedScans, PartedBy } from '../../src/records/comparisons.ts';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { median } from '../median.ts';
import { containerNumber, fillPilot, PILOT_DAYS, PILOT_ENDS_AT, PORTS, TECHNOLOGIES } from './fill-pilot.ts';

export interface QueryTime {
  readonly query: string;
  readonly medianMs: number;
  readonly worstMs: number;
  /** Median CPU of this process, all threads: with SQLite all of it, with PostgreSQL without the server's. */
  readonly cpuMs: number;
}

export interface PilotTimes {
  readonly times: readonly QueryTime[];
  /** What the database grows by with each scan and its three screenings, without the pictures. */
  readonly bytesPerScan: number;
}

export interface PilotPlan {
  /** Where records of the bench's own may be made: `sqlite:` or an empty PostgreSQL database. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly scans: number;
  readonly rounds: number;
}

/** Fills a database with a pilot and times every query that the service asks of it. Throws where one fails. */
export async function timePilotQueries({ databaseUrl, dataDir, scans, rounds }: PilotPlan): Promise<PilotTimes> {
  const opened = await openRecords({ databaseUrl, dataDir, serves: true });
  if (!opened.ok) throw new Error(opened.failure.message);
  const records = opened.value;
  const { compareCells, end } = createCellComparison();
  try {
    const emptyBytes = await databaseBytes(records, databaseUrl, dataDir);
    await fillPilot(records, scans);
    // What PostgreSQL does by itself in a pilot of months, and a filling of minutes does not wait for.
    if (!databaseUrl.startsWith('sqlite:')) await sql`VACUUM ANALYZE`.execute(records.db);
    const times: QueryTime[] = [];
    for (const [query, ask] of Object.entries(await queries(records, compareCells))) {
      const tookMs: number[] = [];
      const cpuMs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const cpuBefore = process.cpuUsage();
        const startedAt = performance.now();
        await ask();
        tookMs.push(performance.now() - startedAt);
        const { user, system } = process.cpuUsage(cpuBefore);
        cpuMs.push((user + system) / 1000);
      }
      times.push({ query, medianMs: median(tookMs), worstMs: Math.max(...tookMs), cpuMs: median(cpuMs) });
    }
    const bytes = await databaseBytes(records, databaseUrl, dataDir);
    return { times, bytesPerScan: Math.round((bytes - emptyBytes) / scans) };
  } finally {
    await end();
    await records.close();
  }
}

async function queries(
  records: Records,
  compareCells: CompareCells,
): Promise<Readonly<Record<string, () => Promise<unknown>>>> {
  const { scans, pictures, passages, inspections, comparisons } = records;
  const [champion, challenger, other] = TECHNOLOGIES;
  const compare = (pair: readonly [string, string], chosen: ComparedScans, by: PartedBy | null) =>
    compareTechnologies({ comparisons, known: [], readScoreSummary: async () => null, compareCells }, pair, chosen, by);
  const [port] = PORTS;
  const page = await scans.list({ port: null, limit: 1, from: PILOT_ENDS_AT - 90 * 86_400_000, to: PILOT_ENDS_AT });
  const id = page.ok ? (page.value.items[0]?.id ?? '') : '';
  const weekOne = PILOT_ENDS_AT - PILOT_DAYS * 86_400_000;
  const aWeek = { port: null, from: weekOne, to: weekOne + 7 * 86_400_000 };
  const all = { port: null };
  const numbers = Array.from({ length: 500 }, (_, i) => containerNumber(i * 7));
  return {
    'a scan': () => scans.find(id, null),
    'a page of 50 scans': () => scans.list({ port: null, limit: 50 }),
    '… of one port': () => scans.list({ port, limit: 50 }),
    '… in the middle': () => scans.list({ port: null, limit: 50, after: id }),
    '… with an alarm of the champion': () => scans.list({ port: null, limit: 50, decision: 'alarm' }),
    '… with an alarm of a challenger': () =>
      scans.list({ port: null, limit: 50, decision: 'alarm', technology: challenger }),
    '… of one container': () => scans.list({ port: null, limit: 50, containerNumber: containerNumber(77) }),
    '… of one container at one port': () => scans.list({ port, limit: 50, containerNumber: containerNumber(77) }),
    '… of the first week': () => scans.list({ ...aWeek, limit: 50 }),
    'the files of a scan': () => pictures.uploads(id, null),
    'an inspection with its corrections': () => inspections.versions(id, null),
    'the inspections of 50 scans': () => inspections.current(numbers.slice(0, 50)),
    'passages of 500 containers': () => passages.ofContainers(numbers, null),
    'decisions of all technologies': () => comparisons.decisions(all, null),
    '… at one port': () => comparisons.decisions({ port }, null),
    '… in one week': () => comparisons.decisions(aWeek, null),
    '… parted by lane': () => comparisons.decisions(all, 'lane'),
    '… parted by port': () => comparisons.decisions(all, 'port'),
    '… parted by cargo': () => comparisons.decisions(all, 'cargo'),
    '… parted by week': () => comparisons.decisions(all, 'week'),
    '… of inspected scans': () => comparisons.inspected(all, null),
    '… of inspected scans, at one port': () => comparisons.inspected({ port }, null),
    '… of inspected scans, parted by week': () => comparisons.inspected(all, 'week'),
    'latency of a technology': () => comparisons.latency(challenger, all),
    'latency at one port': () => comparisons.latency(challenger, { port }),
    'latency in one week': () => comparisons.latency(challenger, aWeek),
    'a whole comparison': () => compare([champion, challenger], all, null),
    '… of two challengers': () => compare([challenger, other], all, null),
    '… at one port, parted by lane': () => compare([champion, challenger], { port }, 'lane'),
    '… parted by week, 27 of them': () => compare([champion, challenger], all, 'week'),
    '… parted by cargo, 52 of 80': () => compare([champion, challenger], all, 'cargo'),
    'the newest 2,000 scores': () => comparisons.newestScores(challenger, 0.5, all, 2000),
  };
}

async function databaseBytes({ db }: Records, databaseUrl: string, dataDir: string): Promise<number> {
  if (databaseUrl.startsWith('sqlite:')) {
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
    return (await stat(join(dataDir, 'scanbench.sqlite'))).size;
  }
  const { rows } = await sql<{ bytes: number }>`SELECT pg_database_size(current_database()) AS bytes`.execute(db);
  return rows[0]?.bytes ?? 0;
}
