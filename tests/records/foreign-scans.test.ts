import { CompiledQuery, Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fillPilot } from '../../bench/pilot-queries/fill-pilot.ts';
import { createInspectionRecords } from '../../src/records/inspections/inspections.ts';
import { createPassageRecords } from '../../src/records/inspections/passages.ts';
import { newId } from '../../src/records/new-id.ts';
import { createPictureRecords } from '../../src/records/pictures/picture-records.ts';
import { openPostgres } from '../../src/records/postgres.ts';
import { createReportRecords, deleteReport, insertReport } from '../../src/records/reports/report-records.ts';
import { createScanRecords } from '../../src/records/scans/scan-records.ts';
import type { Tables } from '../../src/records/tables.ts';
import { createPostgresDatabase, hasPostgres } from './databases.ts';
import { openTestRecords } from './test-records.ts';

const NOWHERE = {
  id: '0193a0c0-5f1e-7c3a-9d57-0c6f2f6f3b11',
  number: 'ZZZU9999999',
  report: '0193a0c0-5f1e-7c3a-9d57-0c6f2f6f3b12',
};
const TECHNOLOGY = 'tip-unet@onnx-cpu';

describe.skipIf(!hasPostgres)('what a port asks of PostgreSQL', () => {
  it('looks at as many rows for a scan or report of another port as for one that nobody has, so that the time tells nothing', async () => {
    const url = await createPostgresDatabase();
    const { db, commit, gate } = await openTestRecords(url);
    await fillPilot({ commit }, 3000);
    await commit.write(async (transaction) => {
      for (let i = 0; i < 600; i++) {
        const asked = {
          port: i % 2 === 0 ? 'DEHAM' : 'NLRTM',
          created_at: i,
          plan: 'quick',
          request: '{}'.padEnd(500),
        };
        await insertReport(transaction, { id: newId(), ...asked }, Number.POSITIVE_INFINITY);
      }
    });
    await sql`VACUUM ANALYZE`.execute(db);
    const foreign = await db
      .selectFrom('scans')
      .innerJoin('inspections', 'inspections.scan_id', 'scans.id')
      .innerJoin('scan_containers', 'scan_containers.scan_id', 'scans.id')
      .innerJoin('reports', 'reports.port', 'scans.port')
      .select(['scans.id', 'container_number as number', 'reports.id as report'])
      .where('scans.port', '=', 'DEHAM')
      .executeTakeFirstOrThrow();

    const asked: CompiledQuery[] = [];
    const watched = new Kysely<Tables>({
      dialect: openPostgres(url).dialect,
      log: ({ query }) => void (query.parameters.length > 0 && asked.push(query)),
    });
    onTestFinished(() => watched.destroy());
    const name = (number: string) => `pseudonym:${number}`;
    const scans = createScanRecords({ db: watched, reading: watched }, gate, name);
    const passages = createPassageRecords(watched, gate, name);
    const pictures = createPictureRecords(watched, gate);
    const inspections = createInspectionRecords(watched, gate);
    const reports = createReportRecords(watched, gate);
    const port = 'NLRTM';
    const questions: readonly ((of: typeof NOWHERE) => Promise<unknown>)[] = [
      ({ id }) => scans.find(id, port),
      ({ number }) => scans.list({ port, containerNumber: number, limit: 10 }),
      ({ id }) => passages.find(id, port),
      ({ number }) => passages.ofContainers([number], port),
      ({ id }) => pictures.uploads(id, port),
      ({ id }) => pictures.anomalyMaps(id, port),
      ({ id }) => pictures.screening(id, TECHNOLOGY, port),
      ({ id }) => inspections.versions(id, port),
      ({ report }) => reports.find(report, port),
      ({ report }) => watched.transaction().execute((transaction) => deleteReport(transaction, report, port)),
    ];

    /** What PostgreSQL did for it, step by step, with the rows that it saw; without what differs anyway. */
    async function workFor(question: (of: typeof NOWHERE) => Promise<unknown>, of: typeof NOWHERE): Promise<string> {
      asked.length = 0;
      await question(of);
      const steps: string[] = [];
      for (const { sql: statement, parameters } of [...asked]) {
        const explain = `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ${statement}`;
        const { rows } = await db.executeQuery<Record<string, string>>(CompiledQuery.raw(explain, [...parameters]));
        steps.push(...rows.flatMap((row) => Object.values(row)));
      }
      return steps.join('\n').replaceAll(of.id, 'ID').replaceAll(of.number, 'NUMBER').replaceAll(of.report, 'ID');
    }

    for (const question of questions) {
      const work = await workFor(question, foreign);
      expect(work).toContain('actual rows=0');
      expect(work).toBe(await workFor(question, NOWHERE));
    }
  });
});
