import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openOutputFolder, tryOutputFolder } from '../../../src/commands/files/output-folder.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

it('makes a folder with those above it, once or again', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b', 'c');
  expect((await openOutputFolder(folder)).ok).toBe(true);
  expect(existsSync(folder)).toBe(true);
  expect((await openOutputFolder(folder)).ok).toBe(true);
});

it.each(['file', 'file/below'])('says what is in the way where there is a %s', async (name) => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(await openOutputFolder(join(folder, name))).toMatchObject({
    ok: false,
    failure: { code: 'conflict', message: expect.stringMatching(/cannot be written to \((EEXIST|ENOTDIR).*--out\.$/) },
  });
});

it.skipIf(!existsSync('/proc/self'))('refuses at once what a file system lets nobody make', async () => {
  expect(await openOutputFolder('/proc/scans/out')).toMatchObject({
    ok: false,
    failure: { code: 'conflict', message: expect.stringMatching(/^\/proc\/scans\/out cannot be written to \(ENOENT/) },
  });
});

it('tries a folder and leaves nothing of it behind, nor takes away what was there', async () => {
  const folder = await temporaryFolder();
  expect((await tryOutputFolder(join(folder, 'a', 'b', 'c'))).ok).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  mkdirSync(join(folder, 'own'));
  expect((await tryOutputFolder(join(folder, 'own'))).ok).toBe(true);
  expect((await tryOutputFolder(join(folder, 'own', 'below'))).ok).toBe(true);
  expect(readdirSync(folder)).toEqual(['own']);
  expect(readdirSync(join(folder, 'own'))).toEqual([]);
  writeFileSync(join(folder, 'file'), '');
  expect((await tryOutputFolder(join(folder, 'file', 'below'))).ok).toBe(false);
});
