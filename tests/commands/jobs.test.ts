import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { SIMULATOR_VERSION } from '../../src/simulator/simulate-scan.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

// Threads run compiled code, so this is the compiled command, as users run it.
function scanbench(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [shipped('dist', 'src', 'cli.js'), ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

it('gives the same set and the same evaluation whether scans are done one by one or two at once', async () => {
  const folder = await temporaryFolder();
  const recipe = path.join(folder, 'recipe.json');
  const part = { scanner: 'mobile-3-display', split: 'test', vehicleShare: 0, cargo: 'empty' };
  const parts = [
    { ...part, count: 2, firstSeed: 30, threatShare: 1 },
    { ...part, count: 1, firstSeed: 40, threatShare: 0 },
  ];
  await writeFile(recipe, JSON.stringify({ simulator: 'scanbench', version: SIMULATOR_VERSION, parts }));
  const sets = ['1', '2'].map((jobs) => {
    const out = path.join(folder, jobs);
    scanbench('synth', '--recipe', recipe, '--jobs', jobs, '--out', out);
    return out;
  });
  const [one = '', two = ''] = sets;
  expect(await readFile(path.join(two, 'samples.jsonl'), 'utf8')).toBe(
    await readFile(path.join(one, 'samples.jsonl'), 'utf8'),
  );
  const evaluations = ['1', '2'].map((jobs) => {
    const options = ['--samples', one, '--technology', 'local-contrast', '--jobs', jobs, '--json'];
    const { madeAt: _, command: __, ...evaluation } = JSON.parse(scanbench('evaluate', ...options));
    return evaluation;
  });
  expect(evaluations[1]).toEqual(evaluations[0]);
  expect(evaluations[0]).toMatchObject({ sets: [{ threats: 2, benigns: 1 }] });
}, 120_000);
