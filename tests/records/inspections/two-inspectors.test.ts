import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepInspections } from '../../../src/api/inspections/keep-inspections.ts';
import type { InspectionOutcome } from '../../../src/domain/comparison/inspection.ts';
import { shipped } from '../../../src/installation.ts';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { createPostgresDatabase, DATABASES } from '../databases.ts';
import { CONTAINERS, keepTestScan } from '../kept-scans.ts';

const CLI = shipped('dist', 'src', 'cli.js');
const PASSED_AT = new Date('2026-03-01T08:00:00.000Z');
const ROUNDS = 40;

/** What another process imports again and again; prints how many versions it was told that it wrote. */
const IMPORTER = `
  import { importInspections } from './dist/src/api/inspections/import-inspections.js';
  import { openRecords } from './dist/src/records/open-records.js';
  const { options, lists, rounds } = JSON.parse(process.argv[1]);
  const opened = await openRecords(options);
  if (!opened.ok) throw new Error(opened.failure.message);
  let written = 0;
  console.log('ready');
  for (let round = 0; round < rounds; round++) {
    const how = { days: 7, utcOffset: 'Z', skipUnmatched: false, dryRun: false };
    const imported = await importInspections(opened.value, lists[round % lists.length], { keyId: 'importer', port: null }, how);
    if (!imported.ok || imported.value.report.state !== 'imported') throw new Error(JSON.stringify(imported));
    written += imported.value.report.recorded + imported.value.report.corrected;
  }
  await opened.value.close();
  console.log('wrote', written);`;

function listOf(outcome: InspectionOutcome): string {
  const rows = CONTAINERS.map((number) => `${number},2026-03-01T10:00:00Z,${outcome},random`);
  return ['containerNumber,inspectedAt,outcome,selectedBy', ...rows].join('\n');
}

function start(parameters: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const child: ChildProcess = spawn(process.execPath, parameters, {
    stdio,
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  child.stdout?.on('data', (text) => {
    said += text;
  });
  return { said: () => said, exited: once(child, 'exit').then(([code]) => code) };
}

/** Corrects the inspection of a scan as often as asked; gives how many versions were acknowledged. */
async function correct(records: Records, scanId: string, rounds: number): Promise<number> {
  let written = 0;
  for (let round = 0; round < rounds; round++) {
    // SQLite answers without a pause, and nothing else of this process would have its turn.
    await delay(1);
    const inspectedAt = new Date(PASSED_AT.getTime() + 60_000 * (round + 1)).toISOString();
    const inspection = { outcome: 'benign', selectedBy: 'alarm', category: null, boxes: [], inspectedAt } as const;
    const kept = valueFrom(await keepInspections(records, [{ scanId, inspection }], { keyId: 'officer' }));
    if (kept.changes[0] === 'recorded' || kept.changes[0] === 'corrected') written += 1;
  }
  return written;
}

describe.skipIf(!existsSync(CLI)).each(DATABASES)(
  'two processes that inspect the same scans in $kind',
  ({ kind, isThere }) => {
    async function open() {
      const dataDir = await temporaryFolder();
      const databaseUrl = kind === 'SQLite' ? 'sqlite:' : await createPostgresDatabase();
      const records = valueFrom(await openRecords({ databaseUrl, dataDir, serves: true }));
      const scans: string[] = [];
      for (const containerNumber of CONTAINERS) {
        scans.push((await keepTestScan(records, { receivedAt: PASSED_AT, metadata: { containerNumber } })).id);
      }
      return { records, scans, databaseUrl, dataDir };
    }

    /** Every version is there, numbered without a gap, and the last one alone counts. */
    async function countVersions(records: Records, scans: readonly string[]): Promise<number> {
      let count = 0;
      for (const scan of scans) {
        const versions = valueFrom(await records.inspections.versions(scan, null));
        expect(versions.map(({ version }) => version)).toEqual(versions.map((_, place) => versions.length - place));
        count += versions.length;
      }
      const current = await records.db
        .selectFrom('inspections')
        .select('version')
        .where('superseded_at', 'is', null)
        .execute();
      expect(current).toHaveLength(scans.length);
      return count;
    }

    it.skipIf(!isThere)(
      'lose no version that was acknowledged to either, and fail neither',
      async () => {
        const { records, scans, ...options } = await open();
        const setup = {
          options: { ...options, serves: false },
          lists: [listOf('threat'), listOf('benign')],
          rounds: ROUNDS,
        };
        const other = start(['--input-type=module', '--eval', IMPORTER, JSON.stringify(setup)]);
        await expect.poll(other.said).toContain('ready');
        const written = await Promise.all(scans.map((scan) => correct(records, scan, ROUNDS)));
        expect(await other.exited).toBe(0);
        const byOther = Number(/wrote (\d+)/.exec(other.said())?.[1]);
        const byThis = written.reduce((sum, count) => sum + count, 0);
        expect([byThis > 0, byOther > 0]).toEqual([true, true]);
        expect(await countVersions(records, scans)).toBe(byThis + byOther);
        await records.close();
      },
      90_000,
    );

    it.skipIf(!isThere)(
      'are the service and scanbench inspections import',
      async () => {
        const { records, scans, databaseUrl, dataDir } = await open();
        const file = join(dataDir, 'march.csv');
        await writeFile(file, listOf('threat'));
        const env = { SCANBENCH_DATA_DIR: dataDir, SCANBENCH_DATABASE_URL: databaseUrl };
        const importing = start([CLI, 'inspections', 'import', file, '--json'], env);
        let isOver = false;
        const exited = importing.exited.then((code) => {
          isOver = true;
          return code;
        });
        let written = 0;
        while (!isOver) for (const scan of scans) written += await correct(records, scan, 2);
        expect(await exited).toBe(0);
        expect(JSON.parse(importing.said())).toMatchObject({ state: 'imported', matched: 3 });
        const { recorded, corrected } = JSON.parse(importing.said());
        expect(await countVersions(records, scans)).toBe(written + recorded + corrected);
        await records.close();
      },
      90_000,
    );
  },
);
