import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { smallDisk } from '../fixtures/small-disk.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

/** Sends a command what Ctrl-C does once a file is there; what it said on the error stream. */
async function interrupted(file: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [shipped('dist', 'src', 'cli.js'), ...args]);
  const said: string[] = [];
  child.stderr.on('data', (text) => said.push(String(text)));
  const closed = once(child, 'close');
  while (!existsSync(file) && child.exitCode === null) await setTimeout(10);
  child.kill('SIGINT');
  expect(await closed, said.join('')).toEqual([null, 'SIGINT']);
  return said.join('');
}

it('says of an evaluation that has nothing to go on with that it has not, and leaves no empty folder', async () => {
  const above = path.join(await temporaryFolder(), 'results');
  const out = path.join(above, 'out');
  const args = ['evaluate', '--samples', shipped('samples', 'smoke'), '--out', out];
  expect(await interrupted(path.join(out, 'written-by.pid'), args)).toBe(
    'scanbench: Nothing is kept yet: the same command begins anew.\n',
  );
  expect(existsSync(above)).toBe(false);
});

it.each([
  ['synth', ['--count', '1000', '--seed', '1', '--jobs', '1']],
  ['tip', ['--benign', shipped('samples', 'smoke'), '--threats', 'simulated', '--count', '1000', '--seed', '1']],
])('says of a set that %s did not finish how to go on with it', async (command, options) => {
  const out = path.join(await temporaryFolder(), 'set');
  const said = await interrupted(path.join(out, 'masks'), [command, ...options, '--out', out]);
  expect(said).toMatch(/scanbench: \d+ scans? so far in \S+set: the same command goes on with --resume\.\n$/);
});

it.for<[string, string[]]>([
  ['synth', ['--count', '40', '--seed', '1', '--jobs', '1']],
  ['tip', ['--benign', shipped('samples', 'smoke'), '--threats', 'simulated', '--count', '40', '--seed', '1']],
])(
  'says of a set that %s did not finish for want of room how to go on with it',
  async ([command, options], context) => {
    const disk = await smallDisk(1);
    if (disk === null) return context.skip();
    const args = [shipped('dist', 'src', 'cli.js'), command, ...options, '--out', path.join(disk.folder, 'set')];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toMatch(
      /ENOSPC.*make room.*\nscanbench: \d+ scans? so far in \S+set: .* goes on with --resume\.\n$/,
    );
    expect(status).toBe(1);
  },
);

it('tells what was screened before Ctrl-C, with whole files of it', async () => {
  const out = await temporaryFolder();
  const pictures = (await readdir(shipped('samples', 'smoke'), { recursive: true }))
    .filter((name) => name.endsWith('.png') && name.includes('side.') && !name.startsWith('masks'))
    .map((name) => shipped('samples', 'smoke', name));
  const technologies = ['-t', 'tip-unet', 'local-contrast'];
  const args = [shipped('dist', 'src', 'cli.js'), 'screen', ...pictures, '--json', ...technologies, '--out', out];
  const child = spawn(process.execPath, args);
  const said: string[] = [];
  const told: string[] = [];
  child.stderr.on('data', (text) => said.push(String(text)));
  child.stdout.on('data', (text) => told.push(String(text)));
  const closed = once(child, 'close');
  while (!(await readdir(out)).some((name) => name.endsWith('.png')) && child.exitCode === null) await setTimeout(10);
  child.kill('SIGINT');
  expect(await closed).toEqual([null, 'SIGINT']);
  expect(said.join('')).toMatch(/^scanbench: Ended after \d+ of \d+ scans: call it again with the others\.\n$/);
  const screened: unknown = JSON.parse(told.join(''));
  expect(screened).toContainEqual(expect.objectContaining({ screenings: expect.anything() }));
  for (const name of (await readdir(out)).filter((each) => each.endsWith('.json'))) {
    expect(() => JSON.parse(readFileSync(path.join(out, name), 'utf8'))).not.toThrow();
  }
});

it('leaves no half of an answer of screen on a disk that is full', async (context) => {
  const disk = await smallDisk(1);
  if (disk === null) return context.skip();
  disk.fill();
  const picture = shipped('docs', 'pictures', 'console.png');
  const args = [shipped('dist', 'src', 'cli.js'), 'screen', picture, '-t', 'local-contrast', '--out', disk.folder];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toMatch(/ENOSPC.*make room/);
  expect(status).toBe(1);
  expect(await readdir(disk.folder)).toEqual(['filler']);
});
