import { execFileSync } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { commitOf } from '../../../src/commands/origin/commit.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scanbench-commit-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', folder, ...who, ...args], { encoding: 'utf8' }).trim();
}

async function commitOneFile(): Promise<string> {
  git('init', '--quiet');
  await writeFile(join(folder, 'a.ts'), 'one\n');
  git('add', 'a.ts');
  git('commit', '--quiet', '--message', 'One');
  return git('rev-parse', 'HEAD');
}

it('is what was checked out', async () => {
  const id = await commitOneFile();
  expect(commitOf(folder)).toEqual({ id, hasChanges: false });
});

it('says that files were changed since, and takes no file of somebody’s own for a change', async () => {
  const id = await commitOneFile();
  await writeFile(join(folder, 'my-plan.json'), '{}');
  expect(commitOf(folder)).toEqual({ id, hasChanges: false });
  await writeFile(join(folder, 'a.ts'), 'two\n');
  expect(commitOf(folder)).toEqual({ id, hasChanges: true });
});

it('is none of a folder that is no checkout, or lies in that of another project', async () => {
  expect(commitOf(folder)).toBeNull();
  await commitOneFile();
  const inside = join(folder, 'node_modules', 'scanbench');
  await mkdir(inside, { recursive: true });
  expect(commitOf(inside)).toBeNull();
});

it('is that of the folder also where a hook of another checkout runs the command', async () => {
  const id = await commitOneFile();
  vi.stubEnv('GIT_DIR', join(folder, 'elsewhere'));
  expect(commitOf(folder)?.id).toBe(id);
});

// Only the administrator may give a folder to another user.
it.skipIf(process.getuid?.() !== 0)(
  'is what was checked out by another user, as where root installs a service',
  async () => {
    const id = await commitOneFile();
    for (const owned of [folder, join(folder, '.git')]) await chown(owned, 65_534, 65_534);
    expect(() => git('rev-parse', 'HEAD')).toThrow('dubious ownership');
    expect(commitOf(folder)).toEqual({ id, hasChanges: false });
  },
);

it('is what an image was built from, where its builder said so', async () => {
  const id = '0123456789abcdef0123456789abcdef01234567';
  await writeFile(join(folder, 'built-from-commit'), `${id}\n`);
  expect(commitOf(folder)).toEqual({ id, hasChanges: false });
  await writeFile(join(folder, 'built-from-commit'), `${id}-dirty`);
  expect(commitOf(folder)).toEqual({ id, hasChanges: true });
  for (const told of ['', 'v1.2', `${id}; rm`]) {
    await writeFile(join(folder, 'built-from-commit'), told);
    expect(commitOf(folder)).toBeNull();
  }
});
