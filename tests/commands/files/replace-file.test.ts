import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFiles } from '../../../src/commands/files/replace-file.ts';
import { smallDisk } from '../../fixtures/small-disk.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

describe('replaceFiles', () => {
  it('replaces all, and leaves no draft', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'report.json'), 'old');
    await replaceFiles(folder, { 'report.json': 'new', 'report.md': 'beside it' });
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toBe('new');
    expect((await readdir(folder)).toSorted()).toEqual(['report.json', 'report.md']);
  });

  it('leaves what was there, and nothing else, where one of them cannot be written', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'report.json'), 'old');
    await mkdir(join(folder, 'report.md.new'));
    await expect(replaceFiles(folder, { 'report.json': 'new', 'report.md': 'new' })).rejects.toThrow('EISDIR');
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toBe('old');
    expect((await readdir(folder)).toSorted()).toEqual(['report.json', 'report.md.new']);
  });

  it('leaves the result of one run on a disk that is full, not parts of two', async (context) => {
    const disk = await smallDisk(2);
    if (disk === null) return context.skip();
    await replaceFiles(disk.folder, { 'report.json': 'first', 'report.html': 'first' });
    const tooLong = 'x'.repeat(3 * 2 ** 20);
    await expect(replaceFiles(disk.folder, { 'report.json': 'second', 'report.html': tooLong })).rejects.toThrow(
      'ENOSPC',
    );
    expect(await readFile(join(disk.folder, 'report.json'), 'utf8')).toBe('first');
    expect(await readFile(join(disk.folder, 'report.html'), 'utf8')).toBe('first');
    expect((await readdir(disk.folder)).toSorted()).toEqual(['report.html', 'report.json']);
  });
});
