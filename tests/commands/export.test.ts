import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { exportCommand } from '../../src/commands/export.ts';
import { importCommand } from '../../src/commands/import.ts';
import { succeed } from '../../src/domain/failure.ts';
import { shipped } from '../../src/installation.ts';
import { newId } from '../../src/records/new-id.ts';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { REPORT_FILES } from '../../src/records/reports/report-files.ts';
import { beginReport, endReport, insertReport } from '../../src/records/reports/report-records.ts';
import { SUMMARY } from '../api/fake-report-runner.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { smallDisk } from '../fixtures/small-disk.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { keepTestScan } from '../records/kept-scans.ts';

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** A data folder with two scans of the very same picture. */
async function pilotFolder(): Promise<string> {
  const dataDir = await temporaryFolder();
  const records = valueFrom(await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false }));
  for (let n = 0; n < 2; n++) await keepTestScan(records, { metadata: {}, text: 'one picture' });
  await records.close();
  return dataDir;
}

/** Puts a finished report on record whose page shows scans. */
async function keepGallery({ commit, reportFiles }: Records): Promise<string> {
  const id = newId();
  const report = {
    id,
    port: '',
    created_at: Date.now(),
    plan: 'default',
    request: '{"plan":"default","gallery":true}',
  };
  await commit.write((transaction) => insertReport(transaction, report, 1));
  for (const file of REPORT_FILES) await reportFiles.write(id, file, Buffer.from(file));
  await commit.write((transaction) => beginReport(transaction, id, Date.now()));
  await commit.write((transaction) => endReport(transaction, id, succeed(SUMMARY), Date.now()));
  return id;
}

async function run(command: 'export' | 'import', dataDir: string, ...args: readonly string[]): Promise<string> {
  vi.stubEnv('SCANBENCH_DATA_DIR', dataDir);
  const heard = hearStreams();
  await (command === 'export' ? exportCommand() : importCommand()).parseAsync(args, { from: 'user' });
  vi.restoreAllMocks();
  return heard();
}

/** What was counted, without the scans: of these the import says how many there are, too. */
const countsIn = (said: string) => /\d+ screenings, .* reports/.exec(said)?.[0];

it('export and import count the same things in the same words, a picture for each scan that has it', async () => {
  const [from, to] = [await pilotFolder(), await temporaryFolder()];
  const archive = path.join(to, 'pilot.tar');
  const exported = await run('export', from, '--out', archive, '--images');
  expect(countsIn(exported)).toMatch(/^4 screenings, 0 inspections, 6 pictures, 0 reports$/);
  expect(countsIn(await run('import', to, archive))).toBe(countsIn(exported));
});

it('export counts no pictures where it was not asked for them', async () => {
  const from = await pilotFolder();
  expect(countsIn(await run('export', from, '--out', path.join(from, 'pilot.tar')))).toContain('0 pictures');
});

it('export says which reports it leaves out for their pictures, to people and to machines', async () => {
  const dataDir = await pilotFolder();
  const records = valueFrom(await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false }));
  const id = await keepGallery(records);
  await records.close();
  const leaveOut = (name: string, ...more: readonly string[]) =>
    run('export', dataDir, '--out', path.join(dataDir, name), ...more);
  expect(await leaveOut('plain.tar')).toMatch(new RegExp(`Left out: 1 report .*--images.*${id}`));
  expect(JSON.parse(await leaveOut('machine.tar', '--json')).leftOutReports).toEqual([id]);
  expect(await leaveOut('whole.tar', '--images')).not.toContain('Left out');
});

it('import ends with 2 on a file that is no archive', async () => {
  const from = await pilotFolder();
  const said = await run('import', from, path.join(from, 'scanbench.sqlite'));
  expect(said).toMatch(/cannot be imported: /);
  expect(process.exitCode).toBe(2);
});

it('export ends with 2 where its archive is there already, or has no folder that it could lie in', async () => {
  const from = await pilotFolder();
  for (const [out, why] of [
    [path.join('nowhere', 'pilot.tar'), /folder of .* does not exist: make it first/],
    ['pilot.tar', /exists: name another file/],
    [path.join('scanbench.sqlite', 'pilot.tar'), /pilot\.tar cannot be written \(ENOTDIR.*\): name a file elsewhere/],
  ] as const) {
    if (out === 'pilot.tar') await run('export', from, '--out', path.join(from, out));
    process.exitCode = 0;
    expect(await run('export', from, '--out', path.join(from, out))).toMatch(why);
    expect(process.exitCode).toBe(2);
  }
});

it('export looks whether its archive can be written before it looks for records', async () => {
  const nobody = path.join(await temporaryFolder(), 'misspelt');
  expect(await run('export', nobody, '--out', path.join(nobody, 'pilot.tar'))).toMatch(/folder of .* does not exist/);
  expect(await run('export', nobody, '--out', path.join(path.dirname(nobody), 'pilot.tar'))).toMatch(
    /There are no records/,
  );
  expect(process.exitCode).toBe(2);
  expect(await readdir(path.dirname(nobody))).toEqual([]);
});

it.each(['SIGINT', 'SIGTERM'] as const)('an export that %s ends leaves no container number behind', async (signal) => {
  const [dataDir, folder] = [await pilotFolder(), await temporaryFolder()];
  const built = (name: string) => pathToFileURL(shipped('dist', 'src', name)).href;
  const options = {
    path: path.join(folder, 'pilot.tar'),
    ...{ filter: { port: null, from: null, to: null }, withImages: true, withContainerNumbers: true },
  };
  const script = `Promise.all([
      import('${built('records/open-records.js')}'),
      import('${built('commands/archive/export-pilot.js')}'),
    ]).then(async ([{ openRecords }, { exportPilot }]) => {
      const opened = await openRecords(${JSON.stringify({ databaseUrl: 'sqlite:', dataDir, serves: false })});
      opened.value.pictureStore.read = () => {
        console.log('its lines are written');
        return new Promise((resolve) => setTimeout(resolve, 600_000));
      };
      await exportPilot(opened.value, ${JSON.stringify(options)});
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.pilot\.tar-.{6}$/)]);
  child.kill(signal);
  expect(await ended).toEqual([null, signal]);
  expect(await readdir(folder)).toEqual([]);
});

it.for([0, 1])(
  'says that it is the disk of the archive that is full, and leaves nothing there (%i MB free)',
  async (free, context) => {
    const disk = await smallDisk(1);
    if (disk === null) return context.skip();
    const dataDir = await temporaryFolder();
    const records = valueFrom(await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false }));
    await keepTestScan(records, { metadata: {}, text: 'a picture'.repeat(200_000) });
    await records.close();
    if (free === 0) disk.fill();
    const archive = path.join(disk.folder, 'pilot.tar');
    const before = await readdir(disk.folder);
    const said = await run('export', dataDir, '--out', archive, '--images');
    expect(said).toContain(`scanbench: ${archive} cannot be written (ENOSPC`);
    expect(said).toContain('make room there, or name a file on another disk with --out.');
    expect(process.exitCode).toBe(1);
    expect(await readdir(disk.folder)).toEqual(before);
  },
);
