import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchSchemas } from '../../../bench/write-schemas.ts';
import { readPlan } from '../../../src/commands/bench/plan.ts';
import { shipped } from '../../../src/installation.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

describe('plans', () => {
  it.each(Object.keys(benchSchemas()))('bench/%s says what the code checks', async (file) => {
    const fromCode: unknown = JSON.parse(JSON.stringify(benchSchemas()[file]));
    expect(await readJson(shipped('bench', file)), 'Rewrite it: npm run bench:schemas').toEqual(fromCode);
  });

  it('takes each shipped plan, its sample sets found from the plan, wherever that lies', async () => {
    const plans = await readdir(shipped('bench', 'plans'));
    expect(plans).toContain('default.json');
    for (const name of plans) await readPlan(shipped('bench', 'plans', name)).then(valueFrom);
    const plan = valueFrom(await readPlan(shipped('bench', 'plans', 'default.json')));
    expect(plan.samples).toEqual([path.relative(process.cwd(), shipped('samples', 'smoke'))]);
  });

  it('asks, by default, for rounds enough to compare speeds, and for less than three minutes in blocks of three', async () => {
    const { scenarios, technologyLimit } = valueFrom(await readPlan(shipped('bench', 'plans', 'default.json')));
    expect(Math.min(...scenarios.map(({ rounds }) => rounds))).toBeGreaterThanOrEqual(6);
    const seconds = scenarios.reduce((sum, { rounds, roundSeconds }) => sum + rounds * roundSeconds, 0);
    expect(seconds * technologyLimit).toBeLessThan(120);
  });

  it('names the field that is wrong, and where to look', async () => {
    const file = path.join(await temporaryFolder(), 'plan.json');
    const plan = await readFile(shipped('bench', 'plans', 'default.json'), 'utf8');
    await writeFile(file, plan.replace('"seed": 1', '"seed": "one"'));
    expect(failureOf(await readPlan(file))).toMatch(/plan\.json: seed .*plan\.schema\.json/);
    await writeFile(file, plan.replace('"offline"', '"single-stream"'));
    expect(failureOf(await readPlan(file))).toContain('scenarios has single-stream twice');
    await writeFile(file, '{');
    expect(failureOf(await readPlan(file))).toContain('cannot be read');
  });
});
