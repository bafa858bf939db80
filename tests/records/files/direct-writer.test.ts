import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDirectWriter } from '../../../src/records/files/direct-writer.ts';
import { openPictureStore } from '../../../src/records/pictures/picture-store.ts';
import { smallDisk } from '../../fixtures/small-disk.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const MIB = 1 << 20;

describe('the direct writer', () => {
  it.each([0, 1, 4095, 4096, 4097, MIB, MIB + 1, 3 * MIB + 4095])('writes a file of %i bytes', async (byteCount) => {
    const path = join(await temporaryFolder(), 'file');
    const bytes = randomBytes(byteCount);
    await createDirectWriter()(path, bytes);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('writes more files at once than it has memory for, each its own bytes', async () => {
    const folder = await temporaryFolder();
    const write = createDirectWriter();
    const files = Array.from({ length: 20 }, (_, index) => ({
      path: join(folder, String(index)),
      bytes: randomBytes(2 * MIB + index),
    }));
    await Promise.all(files.map(({ path, bytes }) => write(path, bytes)));
    for (const { path, bytes } of files) expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('writes as any other file what the system does not write directly, here from memory that begins beside a page', async () => {
    const folder = await temporaryFolder();
    const memory = new Uint8Array(8 * MIB + 1).subarray(1);
    const write = createDirectWriter(memory);
    const bytes = randomBytes(MIB + 1);
    await Promise.all([write(join(folder, 'a'), bytes), write(join(folder, 'b'), bytes)]);
    await write(join(folder, 'c'), bytes);
    for (const name of ['a', 'b', 'c']) expect((await readFile(join(folder, name))).equals(bytes)).toBe(true);
  });

  it('does not write over a file that is there', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, 'there');
    await expect(createDirectWriter()(path, randomBytes(10))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(path, 'utf8')).toBe('there');
  });

  it('says that the disk is full, and the picture store leaves no part of a picture there', async ({ skip }) => {
    const disk = await smallDisk(3);
    if (disk === null) return skip('a file system cannot be mounted here');
    const store = await openPictureStore(join(disk.folder, 'pictures'), true);
    const picture = randomBytes(4 * MIB);
    await expect(store.put('a'.repeat(64), picture)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readdir(join(disk.folder, 'pictures', 'unfinished'))).toEqual([]);
    const small = randomBytes(MIB);
    await store.put('b'.repeat(64), small);
    expect((await readFile(join(disk.folder, 'pictures', 'bb', 'b'.repeat(64)))).equals(small)).toBe(true);
  });
});
