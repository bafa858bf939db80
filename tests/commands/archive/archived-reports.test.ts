import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportPilot } from '../../../src/commands/archive/export-pilot.ts';
import { importPilot } from '../../../src/commands/archive/import-pilot.ts';
import { fail, succeed } from '../../../src/domain/failure.ts';
import { newId } from '../../../src/records/new-id.ts';
import type { Records } from '../../../src/records/open-records.ts';
import { REPORT_FILES } from '../../../src/records/reports/report-files.ts';
import { beginReport, endReport, insertReport } from '../../../src/records/reports/report-records.ts';
import { SUMMARY } from '../../api/fake-report-runner.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { DATABASES } from '../../records/databases.ts';
import { keepTestScan } from '../../records/kept-scans.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { ALL, exported, type Forged, filesIn, forge } from './forged-archives.ts';

type End = 'queued' | 'running' | 'finished' | 'failed';

/** Puts a report on record as the service does, with its files where it is finished. */
async function makeReport(records: Records, end: End, { port = 'NLRTM', gallery = false } = {}): Promise<string> {
  const id = newId();
  const request = JSON.stringify({
    plan: { name: 'of "ours"', seed: 7 },
    samples: ['smoke'],
    ...(gallery && { gallery }),
  });
  const report = { id, port, created_at: Date.parse('2026-03-15T00:00:00Z'), plan: 'of "ours"', request };
  const { write } = records.commit;
  await write((transaction) => insertReport(transaction, report, 99));
  if (end === 'queued') return id;
  await write((transaction) => beginReport(transaction, id, report.created_at + 1));
  if (end === 'running') return id;
  if (end === 'finished') {
    const folder = await records.reportFiles.create(id);
    for (const file of REPORT_FILES) await writeFile(join(folder, file), `${file} of ${id}`);
    await writeFile(join(folder, 'plan.json'), 'not for an archive');
  }
  const outcome = end === 'finished' ? succeed(SUMMARY) : fail('runtime-failed', 'It was interrupted.');
  await write((transaction) => endReport(transaction, id, outcome, report.created_at + 2));
  return id;
}

const textOf = async (records: Records, id: string, file: (typeof REPORT_FILES)[number]) =>
  (await records.reportFiles.read(id, file))?.toString();
const list = async (records: Records) => valueFrom(await records.reports.list({ port: null, limit: 99 })).items;
const importInto = (records: Records, path: string) => importPilot(records, { path, isDryRun: false });

describe.each(DATABASES)('reports in an archive with $kind', ({ isThere, create }) => {
  const test = it.skipIf(!isThere);
  const open = async () => openTestRecords(await create());

  test('come to another host with their ids and files, those that are not made yet left out', async () => {
    const from = await open();
    const ended = [await makeReport(from, 'finished'), await makeReport(from, 'failed')];
    await makeReport(from, 'running');
    await makeReport(from, 'queued');
    const path = await exported(from, { name: 'pilot.tar.gz' });
    const to = await open();
    expect(valueFrom(await importPilot(to, { path, isDryRun: true }))).toMatchObject({ reports: 2 });
    expect(await list(to)).toEqual([]);
    expect(valueFrom(await importInto(to, path))).toMatchObject({ reports: 2 });
    expect(await list(to)).toEqual((await list(from)).filter(({ id }) => ended.includes(id)));
    for (const file of REPORT_FILES) {
      expect(await textOf(to, ended[0] ?? '', file)).toBe(`${file} of ${ended[0]}`);
      expect(await textOf(to, ended[1] ?? '', file)).toBeUndefined();
    }
    // Again exported it is the same, and again imported it changes nothing.
    const again = await filesIn(await exported(to, { name: 'pilot.tar.gz' }));
    for (const [name, content] of await filesIn(path)) {
      if (name !== 'manifest.json') expect(again.get(name)?.equals(content)).toBe(true);
    }
    expect(valueFrom(await importInto(to, path))).toMatchObject({ reports: 0 });
  });

  test('are those of the port and the time that were asked for', async () => {
    const records = await open();
    const id = await makeReport(records, 'finished');
    await makeReport(records, 'finished', { port: 'DEHAM' });
    const idsIn = async (from: string, to: string) => {
      const filter = { port: 'NLRTM', from: Date.parse(from), to: Date.parse(to) };
      const lines = (await filesIn(await exported(records, { filter }))).get('reports.jsonl')?.toString().trim();
      return lines === '' ? [] : lines?.split('\n').map((line) => JSON.parse(line).id);
    };
    expect(await idsIn('2026-03-01', '2026-04-01')).toEqual([id]);
    expect(await idsIn('2026-04-01', '2026-05-01')).toEqual([]);
  });

  test('leave those with pictures of scans where they are, unless images are asked for', async () => {
    const from = await open();
    const shown = await makeReport(from, 'finished', { gallery: true });
    // Its order names a gallery, and nothing was drawn.
    const kept = [await makeReport(from, 'finished'), await makeReport(from, 'failed', { gallery: true })];
    const leftOut: string[] = [];
    const path = await exported(from, { withImages: false, onReportLeftOut: (id) => leftOut.push(id) });
    expect(leftOut).toEqual([shown]);
    expect([...(await filesIn(path)).keys()].filter((name) => name.includes(shown))).toEqual([]);
    const to = await open();
    expect(valueFrom(await importInto(to, path))).toMatchObject({ reports: 2 });
    expect((await list(to)).map(({ id }) => id).sort()).toEqual(kept);
    // Asked for later, it comes after the others.
    expect(valueFrom(await importInto(to, await exported(from)))).toMatchObject({ reports: 1 });
    expect(await textOf(to, shown, 'report.html')).toBe(`report.html of ${shown}`);
  });

  test('get back the files that an import which broke off did not bring', async () => {
    const from = await open();
    const id = await makeReport(from, 'finished');
    const path = await exported(from);
    const to = await open();
    await importInto(to, path);
    await to.reportFiles.remove(id);
    expect(valueFrom(await importInto(to, path))).toMatchObject({ reports: 0 });
    expect(await textOf(to, id, 'report.html')).toBe(`report.html of ${id}`);
  });

  test('are named where another row or another file is there, and nothing is written', async () => {
    const from = await open();
    const id = await makeReport(from, 'finished');
    const path = await exported(from);
    await from.reportFiles.write(id, 'report.md', Buffer.from('another'));
    expect(await importInto(from, path)).toMatchObject({ ok: false, failure: { code: 'conflict' } });
    expect(failureOf(await importInto(from, path))).toContain(`the file report.md of the report ${id}`);
    expect(await textOf(from, id, 'report.md')).toBe('another');
    await from.db.updateTable('reports').set({ plan: 'another' }).execute();
    expect(failureOf(await importInto(from, path))).toContain(`The records have the report ${id}`);
  });
});

describe('an export', () => {
  it('names a report of which nobody can tell whether it shows scans, and writes nothing', async () => {
    const records = await openTestRecords();
    const id = await makeReport(records, 'finished');
    await records.db.updateTable('reports').set({ request: '{"gallery":"perhaps"}' }).execute();
    const path = join(await temporaryFolder(), 'pilot.tar');
    const refused = await exportPilot(records, { ...ALL, withImages: false, path });
    expect(failureOf(refused)).toContain(`the order of the report ${id} (gallery `);
    expect(existsSync(path)).toBe(false);
  });

  it('says which file of a report is lost, and what to do', async () => {
    const records = await openTestRecords();
    const id = await makeReport(records, 'finished');
    await records.reportFiles.remove(id);
    const path = join(await temporaryFolder(), 'pilot.tar');
    const outcome = await exportPilot(records, { ...ALL, path });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'records-unavailable' } });
    expect(failureOf(outcome)).toMatch(
      new RegExp(`report.html of the report ${id} .*an import is under way, export again.*finish it .*restore`),
    );
  });
});

describe('an import', () => {
  /** An archive of a scan and two reports, as files. */
  async function archived(): Promise<Forged[]> {
    const from = await openTestRecords();
    await keepTestScan(from);
    await makeReport(from, 'finished');
    await makeReport(from, 'failed');
    return [...(await filesIn(await exported(from)))].map(([name, content]) => ({ name, content }));
  }
  const edit = (part: RegExp, edited: (text: string) => string) => (files: Forged[]) =>
    files.map((file) =>
      part.test(file.name) ? { ...file, content: Buffer.from(edited(file.content.toString())) } : file,
    );
  const add = (name: string, after: string) => (files: Forged[]) =>
    files.flatMap((one) => (one.name === after ? [one, { name, content: Buffer.from('x') }] : [one]));

  it('takes an archive of version 1, which had no reports', async () => {
    const files = (await archived()).filter(({ name }) => !name.startsWith('reports'));
    const older = edit(/^manifest/, (text) => {
      const manifest = JSON.parse(text);
      const parts = manifest.parts.filter(({ name }: { readonly name: string }) => name !== 'reports.jsonl');
      return JSON.stringify({ ...manifest, version: 1, parts });
    });
    const to = await openTestRecords();
    expect(valueFrom(await importInto(to, await forge(older(files))))).toMatchObject({
      scans: { added: 1 },
      reports: 0,
    });
  });

  it.each<[string, (files: Forged[]) => Forged[], string]>([
    ['a file that was changed', edit(/\.html$/, (text) => text.replace('report', 'tamper')), 'has changed'],
    ['a file of another length', edit(/\.html$/, (text) => `${text}x`), 'by its report'],
    ['a file that is missing', (files) => files.filter(({ name }) => !name.endsWith('.md')), 'is missing'],
    ['a file that no report names', add('reports/x/report.html', 'reports.jsonl'), 'no report names'],
    ['a path that leaves the folder', add('reports/../../etc/cron.d/x', 'reports.jsonl'), 'no report names'],
    ['a file before its line', add('reports/x/report.html', 'technologies.jsonl'), 'does not belong there'],
    ['a file among the images', add('reports/x/report.html', 'pictures.jsonl'), 'does not belong there'],
    [
      'a name that no file of a report has',
      edit(/^reports\.jsonl/, (text) => text.replace('report.md', 'run.sh')),
      'files',
    ],
    [
      'a finished one without its result',
      edit(/^reports\.jsonl/, (text) => text.replace(/"summary":\{.*?\},/, '"summary":null,')),
      'what it came to',
    ],
    ['one that is still made', edit(/^reports\.jsonl/, (text) => text.replace('"finished"', '"running"')), 'state'],
    ['two of one id', edit(/^reports\.jsonl/, (text) => `${text.split('\n')[0]}\n${text}`), 'order of their ids'],
    [
      'an id from the end of time',
      edit(/^reports\.jsonl/, (text) => text.replace(/"id":"[^"]{8}-[^"]{4}/g, '"id":"ffffffff-ffff')),
      'no real moment',
    ],
  ])('refuses %s, and then has written nothing', async (_what, change, why) => {
    const to = await openTestRecords();
    const outcome = await importInto(to, await forge(change(await archived())));
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'malformed-request' } });
    expect(failureOf(outcome)).toContain(why);
    expect(await list(to)).toEqual([]);
  });
});
