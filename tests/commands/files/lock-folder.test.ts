import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lockFolder } from '../../../src/commands/files/lock-folder.ts';
import { smallDisk } from '../../fixtures/small-disk.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const FILE = 'written-by.pid';

it('keeps a folder until it is released, and leaves nothing behind', async () => {
  const folder = await temporaryFolder();
  const lock = lockFolder(folder);
  expect(readdirSync(folder)).toEqual([FILE]);
  if (lock.ok) lock.value();
  expect(readdirSync(folder)).toEqual([]);
});

it('names the process that keeps a folder and what to do, and takes the folder once that has ended', async () => {
  const folder = await temporaryFolder();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void other.kill('SIGKILL'));
  writeFileSync(join(folder, FILE), String(other.pid));
  const message = expect.stringContaining(`is written to by the process ${other.pid}: wait until it has ended`);
  expect(lockFolder(folder)).toEqual({ ok: false, failure: { code: 'conflict', message } });
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(lockFolder(folder)).toMatchObject({ ok: true });
});

it.each(['', 'nonsense', String(process.pid)])('is not held up by a lock that says %j', async (text) => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, FILE), text);
  const lock = lockFolder(folder);
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value();
});

it('leaves no lock on a full disk, which would keep the next command from beginning', async (context) => {
  const disk = await smallDisk(1);
  if (disk === null) return context.skip();
  expect(() => writeFileSync(join(disk.folder, 'all'), Buffer.alloc(2 ** 21))).toThrow('ENOSPC');
  const folder = join(disk.folder, 'set');
  mkdirSync(folder);
  expect(() => lockFolder(folder)).toThrow('ENOSPC');
  expect(readdirSync(folder)).toEqual([]);
});
