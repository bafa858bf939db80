import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { removeOrphanedModules } from '../src/orphaned-modules.ts';
import { temporaryFolder } from './fixtures/temporary-folder.ts';

it('removes modules whose source is gone, with their folders, and nothing else', async () => {
  const root = await temporaryFolder();
  const kept = ['src/main.ts', 'dist/src/main.js', 'dist/src/main.js.map', 'dist/src/console/index.html'];
  const gone = ['dist/src/old.js', 'dist/src/old.js.map', 'dist/src/left/inner/room.js'];
  for (const file of [...kept, ...gone]) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), '');
  }
  expect(removeOrphanedModules(root).map((file) => `dist/${file}`)).toEqual(expect.arrayContaining(gone));
  const left = await readdir(root, { recursive: true });
  expect(left.filter((name) => path.extname(name) !== '').toSorted()).toEqual(kept.toSorted());
  expect(left).not.toContain('dist/src/left');
  expect(removeOrphanedModules(root)).toEqual([]);
});
