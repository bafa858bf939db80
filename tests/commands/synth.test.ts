import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { synthCommand } from '../../src/commands/synth.ts';
import { readSampleSet } from '../../src/formats/sample-set.ts';
import { SIMULATOR_VERSION } from '../../src/simulator/simulate-scan.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';

beforeEach(() => {
  process.exitCode = 0;
});
afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

const SMALL = ['--scanner', 'gate-6-4-compact', '--vehicle-share', '0', '--cargo', 'empty', '--jobs', '1'];
const PART = {
  scanner: 'gate-6-4-compact',
  split: 'test',
  count: 1,
  firstSeed: 40,
  cargo: 'empty',
  threatShare: 0,
  vehicleShare: 0,
};

/** Runs the command; what it wrote to both streams. */
async function synth(...options: readonly string[]): Promise<string> {
  const written = hearStreams();
  const command = synthCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  await command.parseAsync(options, { from: 'user' });
  return written();
}

async function writeRecipe(folder: string, parts: readonly unknown[], more = {}): Promise<string> {
  const file = path.join(folder, 'recipe.json');
  await writeFile(file, JSON.stringify({ simulator: 'scanbench', version: SIMULATOR_VERSION, parts, ...more }));
  return file;
}

const linesOf = (folder: string) => readFile(path.join(folder, 'samples.jsonl'), 'utf8');

describe('scanbench synth', () => {
  it('writes a sample set that reads back, and whose recipe gives the same lines again', async () => {
    const folder = await temporaryFolder();
    const [first, second] = [path.join(folder, 'a'), path.join(folder, 'b')];
    await synth('--count', '2', '--seed', '3', ...SMALL, '--threat-share', '1', '--split', 'train', '--out', first);
    await synth('--recipe', path.join(first, 'recipe.json'), '--jobs', '1', '--out', second);
    const set = valueFrom(await readSampleSet(first));
    expect(set.samples.map((sample) => sample.id)).toEqual(['000-empty', '001-empty']);
    expect(set.samples.map((sample) => sample.split)).toEqual(['train', 'train']);
    expect(await readdir(path.join(first, 'masks'))).toEqual(['000-empty.side.png', '001-empty.side.png']);
    expect(await linesOf(second)).toBe(await linesOf(first));
  });

  it('goes on where a set was broken off, and comes to the same lines', async () => {
    const folder = await temporaryFolder();
    const recipe = await writeRecipe(folder, [{ ...PART, count: 2 }]);
    const set = path.join(folder, 'set');
    await synth('--recipe', recipe, '--jobs', '1', '--out', set);
    const lines = await linesOf(set);
    const [firstLine = ''] = lines.split('\n');
    await writeFile(path.join(set, 'samples.jsonl'), `${firstLine}\n`);
    await rm(path.join(set, '001-empty'), { recursive: true });
    expect(await synth('--recipe', recipe, '--jobs', '1', '--out', set)).toMatch(/not empty/);
    await synth('--recipe', recipe, '--jobs', '1', '--out', set, '--resume');
    expect(await linesOf(set)).toBe(lines);
    expect(await readdir(path.join(set, '001-empty'))).toEqual(['side.high.png', 'side.low.png']);
  });

  it('numbers the scans of all parts, each in its own split, scene by scene from the first seed', async () => {
    const folder = await temporaryFolder();
    const recipe = await writeRecipe(folder, [PART, { ...PART, split: 'train', firstSeed: 7, threatShare: 1 }]);
    await synth('--recipe', recipe, '--jobs', '1', '--out', path.join(folder, 'set'));
    const set = valueFrom(await readSampleSet(path.join(folder, 'set')));
    expect(set.samples.map(({ id, split, provenance }) => [id, split, provenance['seed']])).toEqual([
      ['000-empty', 'test', 40],
      ['001-empty', 'train', 7],
    ]);
    expect(set.samples.map(({ truth }) => truth === 'benign')).toEqual([true, false]);
  });

  it('verifies a set, and names the plane whose pixels are not those of its line', async () => {
    const folder = await temporaryFolder();
    const set = path.join(folder, 'set');
    await synth('--count', '2', '--seed', '5', ...SMALL, '--out', set);
    expect(JSON.parse(await synth('--verify', set, '--json'))).toEqual({
      samples: 2,
      decodedPlanes: 4,
      simulatedPlanes: 0,
      planesSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      faults: [],
    });
    expect(process.exitCode).toBe(0);
    await cp(path.join(set, '000-empty'), path.join(set, '001-empty'), { recursive: true });
    expect(await synth('--verify', set)).toContain('001-empty, side.low');
    expect(process.exitCode).toBe(1);
  });

  it('ends with 1 where the pixels are not those that the recipe lists', async () => {
    const folder = await temporaryFolder();
    const recipe = await writeRecipe(folder, [PART], { planesSha256: '0'.repeat(64) });
    const set = path.join(folder, 'set');
    expect(await synth('--recipe', recipe, '--jobs', '1', '--out', set)).toMatch(/other pixels/);
    expect(process.exitCode).toBe(1);
  });

  it.each([
    ['a scene twice', [PART, { ...PART, split: 'train' }], /begin at 41/],
    ['an unknown scanner', [{ ...PART, scanner: 'nobody' }], /parts\.0\.scanner/],
    ['no part', [], /parts/],
  ])('refuses a recipe with %s', async (_, parts, message) => {
    const folder = await temporaryFolder();
    const recipe = await writeRecipe(folder, parts);
    expect(await synth('--recipe', recipe, '--out', path.join(folder, 'set'))).toMatch(message);
    expect(process.exitCode).toBe(2);
  });

  it.each([
    [
      'text',
      'hello\ntext\n',
      /^scanbench: \S+: not valid JSON \(.*\); a recipe says .*samples\/test\/recipe\.json.*\.\n$/,
    ],
    ['other JSON', '{"name": "mine"}', /: name: is not a field here; a recipe says .*samples\/test\/recipe\.json/],
  ])('says of a file of %s what a recipe is, and where one is to be seen', async (_, content, message) => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'other.json');
    await writeFile(file, content);
    expect(await synth('--recipe', file, '--out', path.join(folder, 'set'))).toMatch(message);
    expect(process.exitCode).toBe(2);
  });

  it('refuses a recipe for another version of the simulator', async () => {
    const folder = await temporaryFolder();
    const recipe = await writeRecipe(folder, [PART], { version: '0' });
    expect(await synth('--recipe', recipe, '--out', path.join(folder, 'set'))).toMatch(/version 0/);
  });

  it('leaves a folder that holds something as it is, and ends with 2', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'mine.txt'), 'keep');
    await synth('--count', '1', '--seed', '3', ...SMALL, '--out', folder);
    expect(process.exitCode).toBe(2);
    expect(await readdir(folder)).toEqual(['mine.txt']);
  });

  it.each([
    ['--scanner', 'rail-9'],
    ['--cargo', 'cars'],
    ['--threat-share', '1'],
    ['--split', 'train'],
  ])('refuses %s beside a recipe or a set to verify, which say it themselves', async (...options) => {
    const folder = await temporaryFolder();
    const recipe = await writeRecipe(folder, [PART]);
    const out = path.join(folder, 'set');
    await expect(synth('--recipe', recipe, '--out', out, ...options)).rejects.toThrow(/cannot be used with/);
    await expect(synth('--verify', out, ...options)).rejects.toThrow(/cannot be used with/);
    await expect(synth('--verify', out, '--out', out)).rejects.toThrow(/cannot be used with/);
    expect(await readdir(folder)).toEqual(['recipe.json']);
  });

  it.each([
    ['--count', '0'],
    ['--count', '1.5'],
    ['--count', '2', '--threat-share', '1.2'],
    ['--count', '2', '--scanner', 'unknown'],
    ['--count', '2', '--cargo', 'gold'],
    ['--count', '2', '--split', ''],
    ['--recipe', 'recipe.json'],
  ])('refuses %s %s', async (...options) => {
    const folder = await temporaryFolder();
    await expect(synth('--seed', '1', '--out', path.join(folder, 'x'), ...options)).rejects.toThrow(CommanderError);
    expect(await readdir(folder)).toEqual([]);
  });
});
