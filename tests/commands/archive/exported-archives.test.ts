import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportPilot } from '../../../src/commands/archive/export-pilot.ts';
import { importPilot } from '../../../src/commands/archive/import-pilot.ts';
import { insertQueuedScan } from '../../../src/records/scans/write-scans.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { DATABASES } from '../../records/databases.ts';
import { CONTAINERS, keepTestScan } from '../../records/kept-scans.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { ALL, exported, filesIn } from './forged-archives.ts';
import { inspectTwice } from './inspect-scans.ts';
import { metadata } from './pilot-scans.ts';

describe.each(DATABASES)('an export with $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere)('has pseudonyms for containers, the same for the same one, unless asked otherwise', async () => {
    const from = await open();
    for (let n = 0; n < 6; n++) await keepTestScan(from, { metadata: metadata(n) });
    const path = await exported(from, { withContainerNumbers: false, withImages: false });
    const bytes = (await readFile(path)).toString();
    for (const number of [...CONTAINERS, 'BL-1']) expect(bytes).not.toContain(number);
    const lines = (await filesIn(path)).get('scans.jsonl')?.toString().trim().split('\n') ?? [];
    const numbers = lines.map((line) => JSON.parse(line).metadata.containerNumber);
    expect(new Set(numbers).size).toBe(3);
    expect(numbers[0]).toBe(numbers[3]);
    expect([...(await filesIn(path)).keys()]).toEqual([
      'manifest.json',
      'scans.jsonl',
      'screenings.jsonl',
      'inspections.jsonl',
      'technologies.jsonl',
      'reports.jsonl',
    ]);
    const to = await open();
    expect(await importPilot(to, { path, isDryRun: false })).toMatchObject({ ok: true, value: { pictures: 0 } });
  });

  it.skipIf(!isThere)('holds what was asked for: a port, a time, and nothing that waits', async () => {
    const records = await open();
    const march = new Date('2026-03-15T00:00:00Z');
    const april = new Date('2026-04-01T00:00:00Z');
    const { id } = await keepTestScan(records, { receivedAt: march, port: 'DEHAM' });
    await keepTestScan(records, { receivedAt: april, port: 'DEHAM' });
    await keepTestScan(records, { receivedAt: march, port: 'NLRTM' });
    const waiting = { id: '0193a0c0-0000-7000-8000-000000000001', port: 'DEHAM', receivedAt: march, metadata: {} };
    await records.commit.write((transaction) => insertQueuedScan(transaction, waiting, '{}'));
    const filter = { port: 'DEHAM', from: Date.parse('2026-03-01T00:00:00Z'), to: april.getTime() };
    const lines = (await filesIn(await exported(records, { filter })))
      .get('scans.jsonl')
      ?.toString()
      .trim()
      .split('\n');
    expect(lines?.map((line) => JSON.parse(line).id)).toEqual([id]);
  });
});

describe('an export', () => {
  it('is written under its name only when it is whole, for its owner only', async () => {
    const records = await openTestRecords();
    await keepTestScan(records);
    expect((await stat(await exported(records))).mode & 0o777).toBe(0o600);
    const folder = await temporaryFolder();
    const path = join(folder, 'pilot.tar');
    records.pictureStore.read = async () => null;
    const failed = await exportPilot(records, { ...ALL, path });
    expect(failed).toMatchObject({
      ok: false,
      failure: { code: 'records-unavailable', message: expect.stringMatching(/The picture [0-9a-f]{64} is on record/) },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['metadata', 'the metadata of the scan'],
    ['boxes', 'the boxes of the inspection 1 of the scan'],
    ['document', 'the screening of the scan'],
  ])('names the row whose %s are damaged, and leaves nothing behind', async (column, what) => {
    const records = await openTestRecords();
    const { id } = await keepTestScan(records);
    await inspectTwice(records, id);
    if (column === 'metadata') await records.db.updateTable('scans').set({ metadata: '[' }).execute();
    if (column === 'boxes') await records.db.updateTable('inspections').set({ boxes: '[{"view":"side"}]' }).execute();
    if (column === 'document') await records.db.updateTable('screenings').set({ document: '{}' }).execute();
    const folder = await temporaryFolder();
    const path = join(folder, 'pilot.tar');
    expect(await exportPilot(records, { ...ALL, withContainerNumbers: false, path })).toMatchObject({
      ok: false,
      failure: { code: 'records-unavailable', message: expect.stringContaining(`damaged at ${what} ${id}`) },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('never replaces a file, and wants a folder that is there', async () => {
    const records = await openTestRecords();
    const path = await exported(records);
    expect(await exportPilot(records, { ...ALL, path })).toMatchObject({ ok: false, failure: { code: 'conflict' } });
    const nowhere = join(path, '..', 'nowhere', 'pilot.tar');
    expect(await exportPilot(records, { ...ALL, path: nowhere })).toMatchObject({
      ok: false,
      failure: { code: 'not-found' },
    });
  });
});
