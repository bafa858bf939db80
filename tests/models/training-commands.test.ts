import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

function run(...args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

const PREPARE = ['dist/models/training/prepare.js', '--recipe', 'samples/validation/recipe.json'];
const PREPARE_THINGS = ['dist/models/training/prepare-things.js', '--recipe', 'samples/validation/recipe.json'];
const PREPARE_THREATS = ['dist/models/training/prepare-threats.js'];

describe('commands that prepare a training', () => {
  it.each([
    { named: 'no number of jobs', args: [...PREPARE, '--jobs', 'abc'], says: '--jobs is a whole number of at least 1' },
    { named: 'no job at all', args: [...PREPARE, '--jobs', '0'], says: '--jobs is a whole number of at least 1' },
    {
      named: 'a job before the first',
      args: [...PREPARE, '--job', '-1'],
      says: '--job is a whole number of at least 0',
    },
    {
      named: 'a job after the last',
      args: [...PREPARE, '--jobs', '2', '--job', '5'],
      says: 'of 2 jobs the last is --job 1',
    },
    {
      named: 'a recipe that is not there',
      args: ['dist/models/training/prepare.js', '--recipe', 'nowhere.json'],
      says: 'error: nowhere.json cannot be read: there is no such file',
    },
    {
      named: 'things of a job after the last',
      args: [...PREPARE_THINGS, '--jobs', '3', '--job', '3'],
      says: 'of 3 jobs the last is --job 2',
    },
    {
      named: 'things of scanners that no training sees',
      args: ['dist/models/training/prepare-things.js', '--recipe', 'samples/test-unseen-scanners/recipe.json'],
      says: 'has scans of relocatable-7-5, which no training sees',
    },
    {
      named: 'no number of threats',
      args: [...PREPARE_THREATS, '--scanner', 'rail-9', '--seed', '1', '--count', 'abc'],
      says: '--count is a whole number of at least 1',
    },
    {
      named: 'an unknown scanner',
      args: [...PREPARE_THREATS, '--scanner', 'nonsense', '--seed', '1', '--count', '1'],
      says: 'Allowed choices are gate-6-4',
    },
    {
      named: 'a scanner that no training sees',
      args: [...PREPARE_THREATS, '--scanner', 'relocatable-7-5', '--seed', '1', '--count', '1'],
      says: 'Allowed choices are gate-6-4',
    },
    {
      named: 'scans of scanners that no training sees',
      args: ['dist/models/training/prepare.js', '--recipe', 'samples/test-unseen-scanners/recipe.json'],
      says: 'has scans of relocatable-7-5, which no training sees',
    },
  ])('refuse $named in a sentence, and write nothing', async ({ args, says }) => {
    const out = await mkdtemp(path.join(tmpdir(), 'scanbench-test-'));
    const { status, said } = run(...args, '--out', out);
    expect(said).toContain(says);
    expect(said).not.toContain('    at ');
    expect(status).toBe(1);
    expect(await readdir(out)).toEqual([]);
  });
});

describe('the command that installs trained models', () => {
  it('says what it takes, and refuses a folder that is not there in a sentence', () => {
    expect(run('dist/models/install.js', '--help')).toMatchObject({
      status: 0,
      said: expect.stringContaining('<out>'),
    });
    const { status, said } = run('dist/models/install.js', '/nowhere');
    expect(status).toBe(1);
    expect(said).toContain("'/nowhere': name the folder that models/training/train.sh filled.");
    expect(said).not.toContain('    at ');
  });
});
