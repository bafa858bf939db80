import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSampleSets } from '../../../src/commands/reports/find-sample-set.ts';
import { listPlans } from '../../../src/commands/reports/list-plans.ts';
import { shipped } from '../../../src/installation.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

describe('listPlans', () => {
  it('gives each plan in short, under the name that it is asked for by', async () => {
    const folder = await temporaryFolder();
    const plan: object = JSON.parse(await readFile(shipped('bench', 'plans', 'first-look.json'), 'utf8'));
    const scenarios = [
      { scenario: 'single-stream', rounds: 6, roundSeconds: 2 },
      { scenario: 'offline', rounds: 6, roundSeconds: 1 },
    ];
    const samples = [shipped('samples', 'smoke')];
    await writeFile(path.join(folder, 'mine.json'), JSON.stringify({ ...plan, samples, scenarios }));
    await writeFile(path.join(folder, 'broken.json'), '{}');
    expect(await listPlans(folder)).toEqual([
      {
        name: 'mine',
        technologies: null,
        technologyLimit: 3,
        samples: ['smoke'],
        scenarios: ['single-stream', 'offline'],
        timingSeconds: 18,
      },
    ]);
  });

  it('finds all shipped ones', async () => {
    const names = (await listPlans(shipped('bench', 'plans'))).map(({ name }) => name);
    expect(names).toEqual(['default', 'first-look', 'gate', 'loadgen']);
  });
});

it('lists the sample sets of all folders, each once', async () => {
  expect(await listSampleSets([shipped('samples'), shipped('samples')])).toEqual(['smoke']);
});
