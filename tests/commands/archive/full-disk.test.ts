import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type TarFile, writeTar } from '../../../src/commands/archive/tar.ts';
import { smallDisk } from '../../fixtures/small-disk.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

it.for(['a file', 'bytes'])('fails with the cause where the disk is full amid %s', async (kind, context) => {
  const disk = await smallDisk(1);
  if (disk === null) return context.skip();
  const content = Buffer.alloc(4_000_000, 'scan');
  const source = path.join(await temporaryFolder(), 'source');
  await writeFile(source, content);
  async function* files(): AsyncGenerator<TarFile> {
    for (const name of ['first', 'second'])
      yield { name, bytes: content.length, content: kind === 'bytes' ? content : { path: source } };
  }
  await expect(writeTar(path.join(disk.folder, 'pilot.tar'), false, files())).rejects.toMatchObject({ code: 'ENOSPC' });
});
