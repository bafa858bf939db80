import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openReportFiles } from '../../../src/records/reports/report-files.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('report files', () => {
  it('are written whole, and their names brought to the disk, before anybody hears that they are there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scanbench-reports-'));
    const synced: string[][] = [];
    const files = await openReportFiles(folder, async (path) => {
      synced.push([path, ...(await readdir(path))]);
    });
    await files.write('r1', 'report.md', bytesOf('# One'));
    expect(synced).toEqual([
      [join(folder, 'r1'), 'report.md'],
      [folder, 'r1'],
    ]);
    expect(await files.read('r1', 'report.md')).toEqual(Buffer.from('# One'));
  });

  it('are replaced by what is written later, and leave no draft', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scanbench-reports-'));
    const files = await openReportFiles(folder);
    await files.write('r1', 'report.md', bytesOf('# A longer one'));
    await Promise.all([
      files.write('r1', 'report.md', bytesOf('# Two')),
      files.write('r1', 'report.md', bytesOf('# Two')),
    ]);
    expect(await files.read('r1', 'report.md')).toEqual(Buffer.from('# Two'));
    expect(await readdir(join(folder, 'r1'))).toEqual(['report.md']);
  });

  it('are read as null where there are none, and kept only for the reports that are', async () => {
    const files = await openReportFiles(await mkdtemp(join(tmpdir(), 'scanbench-reports-')));
    await files.write('r1', 'speed.csv', bytesOf('a'));
    await files.write('r2', 'speed.csv', bytesOf('b'));
    await files.keepOnly(new Set(['r2']));
    expect(await files.read('r1', 'speed.csv')).toBeNull();
    expect(await files.read('r2', 'speed.csv')).toEqual(Buffer.from('b'));
  });
});
