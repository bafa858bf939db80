import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { isBuilt } from './built-service.ts';

const LIMIT_MS = 120_000;

/** Starts the service with settings that it is to refuse, waits for its end, and gives its exit code and all that it said. */
function refused(settings: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [shipped('dist', 'src', 'main.js')], {
    env: { PATH: process.env['PATH'], SCANBENCH_PORT: '0', SCANBENCH_WORKERS: '1', ...settings },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, said: stderr, log: stdout };
}

/** A supervisor does not try again what ended with 2: it would be refused for ever. */
describe.skipIf(!isBuilt)('a setting that names what is not there stops the start with 2', () => {
  const start = async (settings: Readonly<Record<string, string>>) => {
    const modelsDir = await temporaryFolder();
    await writeNullModel(modelsDir, 'quiet');
    return refused({ SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_DATA_DIR: await temporaryFolder(), ...settings });
  };

  it.each([
    [{ SCANBENCH_CHAMPION: 'quite@null-cpu' }, 'SCANBENCH_CHAMPION names "quite@null-cpu"'],
    [{ SCANBENCH_CHAMPION: 'quiet' }, 'SCANBENCH_CHAMPION names "quiet"'],
    [{ SCANBENCH_CHALLENGERS: 'quiet@null-cpu,foo' }, 'SCANBENCH_CHALLENGERS names "foo"'],
  ])(
    '%j',
    async (settings, sentence) => {
      const { status, said } = await start(settings);
      expect(said).toContain(sentence);
      expect(said).toContain('There are: quiet@null-cpu.');
      expect(status).toBe(2);
    },
    LIMIT_MS,
  );

  it.each([
    [{ SCANBENCH_HOST: '0.0.0.0' }, 'SCANBENCH_HOST is "0.0.0.0"'],
    [{ SCANBENCH_DATA_DIR: shipped('package.json') }, 'package.json cannot be used'],
    [{ SCANBENCH_DATA_DIR: '/proc/scanbench' }, '/proc/scanbench cannot be used'],
  ])(
    '%j',
    async (settings, sentence) => {
      const { status, said } = await start(settings);
      expect(said).toContain(sentence);
      expect(status).toBe(2);
    },
    LIMIT_MS,
  );

  it('a models folder, before anything is made in the data folder', { timeout: LIMIT_MS }, async () => {
    const SCANBENCH_DATA_DIR = await temporaryFolder();
    const SCANBENCH_MODELS_DIR = shipped('package.json');
    const { status, said } = await start({ SCANBENCH_DATA_DIR, SCANBENCH_MODELS_DIR });
    expect(said).toContain(`SCANBENCH_MODELS_DIR is "${SCANBENCH_MODELS_DIR}"`);
    expect(status).toBe(2);
    expect(await readdir(SCANBENCH_DATA_DIR)).toEqual([]);
  });

  it('but a folder that may be mounted late with 1, and nothing is made in the data folder', {
    timeout: LIMIT_MS,
  }, async () => {
    const SCANBENCH_DATA_DIR = await temporaryFolder();
    const nowhere = path.join(SCANBENCH_DATA_DIR, 'nowhere');
    for (const [settings, sentence] of [
      [{ SCANBENCH_MODELS_DIR: nowhere }, `SCANBENCH_MODELS_DIR is "${nowhere}"`],
      [{ SCANBENCH_DATABASE_URL: `sqlite:${nowhere}/rows.sqlite` }, `no folder for ${nowhere}/rows.sqlite`],
    ] as const) {
      const { status, said } = await start({ SCANBENCH_DATA_DIR, ...settings });
      expect(said).toContain(sentence);
      expect(status).toBe(1);
    }
    expect(await readdir(SCANBENCH_DATA_DIR)).toEqual([]);
  });
});
