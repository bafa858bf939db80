import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { synthCommand } from '../../src/commands/synth.ts';
import { readSampleSet } from '../../src/formats/sample-set.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'synth-'));
});
afterEach(async () => {
  process.exitCode = 0;
  await rm(folder, { recursive: true, force: true });
});

const SMALL = ['--seed', '3', '--scanner', 'gate-6-4-compact', '--vehicle-share', '0', '--cargo', 'empty'];

async function synth(...options: readonly string[]): Promise<void> {
  const command = synthCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  await command.parseAsync(options, { from: 'user' });
}

describe('scanbench synth', () => {
  it('writes a sample set that reads back, the same lines each time', async () => {
    const [first, second] = [path.join(folder, 'a'), path.join(folder, 'b')];
    await synth('--count', '2', ...SMALL, '--threat-share', '1', '--split', 'train', '--out', first);
    await synth('--count', '2', ...SMALL, '--threat-share', '1', '--split', 'train', '--out', second);
    const set = await readSampleSet(first);
    if (!set.ok) throw new Error(set.failure.message);
    expect(set.value.samples.map((sample) => sample.id)).toEqual(['000-empty', '001-empty']);
    expect(set.value.samples.map((sample) => sample.split)).toEqual(['train', 'train']);
    expect(await readdir(path.join(first, 'masks'))).toEqual(['000-empty.side.png', '001-empty.side.png']);
    const lines = await readFile(path.join(first, 'samples.jsonl'), 'utf8');
    expect(await readFile(path.join(second, 'samples.jsonl'), 'utf8')).toBe(lines);
    expect(JSON.parse(await readFile(path.join(first, 'recipe.json'), 'utf8'))).toMatchObject({ seed: 3, count: 2 });
  });

  it('leaves a folder that holds something as it is, and ends with 2', async () => {
    await writeFile(path.join(folder, 'mine.txt'), 'keep');
    await synth('--count', '1', ...SMALL, '--out', folder);
    expect(process.exitCode).toBe(2);
    expect(await readdir(folder)).toEqual(['mine.txt']);
  });

  it.each([
    ['--count', '0'],
    ['--count', '1.5'],
    ['--count', '2', '--threat-share', '1.2'],
    ['--count', '2', '--scanner', 'unknown'],
    ['--count', '2', '--cargo', 'gold'],
  ])('refuses %s %s', async (...options) => {
    await expect(synth('--seed', '1', '--out', path.join(folder, 'x'), ...options)).rejects.toThrow(CommanderError);
    expect(await readdir(folder)).toEqual([]);
  });
});
