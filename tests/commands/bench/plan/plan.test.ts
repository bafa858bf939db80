import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchSchemas } from '../../../../bench/write-schemas.ts';
import { readPlan, TECHNOLOGY_LIMIT } from '../../../../src/commands/bench/plan/plan.ts';
import { shipped } from '../../../../src/installation.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';

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
    const { scenarios } = valueFrom(await readPlan(shipped('bench', 'plans', 'default.json')));
    expect(Math.min(...scenarios.map(({ rounds }) => rounds))).toBeGreaterThanOrEqual(6);
    const seconds = scenarios.reduce((sum, { rounds, roundSeconds }) => sum + rounds * roundSeconds, 0);
    expect(seconds * TECHNOLOGY_LIMIT).toBeLessThan(120);
  });

  it('names the field that is wrong, and where to look', async () => {
    const file = path.join(await temporaryFolder(), 'plan.json');
    const plan = await readFile(shipped('bench', 'plans', 'default.json'), 'utf8');
    await writeFile(file, plan.replace('"seed": 1', '"seed": "one"'));
    expect(failureOf(await readPlan(file))).toMatch(/plan\.json: seed .*plan\.schema\.json/);
    await writeFile(file, plan.replace('"offline"', '"single-stream"'));
    expect(failureOf(await readPlan(file))).toContain('scenarios has single-stream twice');
    const withScenario = (scenario: string) => plan.replace(/\{ "scenario": "offline"[^}]*\}/, scenario);
    const scenarios: readonly [string, string][] = [
      [
        '{ "scenario": "burst", "rounds": 1, "roundSeconds": 1 }',
        'scenarios.1.scenario must be one of single-stream, ',
      ],
      ['{ "scenario": "lanes", "rounds": 1, "roundSeconds": 1 }', 'scenarios.1 lacks lanes'],
      [
        '{ "scenario": "lanes", "rounds": 1, "roundSeconds": 1, "lanes": 4, "jitter": 1 }',
        'scenarios.1.jitter must be below 1',
      ],
      ['{ "scenario": "server", "rounds": 1, "roundSeconds": 1 }', 'scenarios.1 lacks latencyBoundMs'],
      ['{ "scenario": "train", "rounds": 1, "roundSeconds": 1, "lanes": 4 }', 'scenarios.1.lanes is not a field here'],
    ];
    for (const [scenario, said] of scenarios) {
      await writeFile(file, withScenario(scenario));
      expect(failureOf(await readPlan(file))).toContain(said);
    }
    await writeFile(file, plan.replace('"seed": 1', '"seed": 1, "target": "localhost:8080"'));
    expect(failureOf(await readPlan(file))).toMatch(/plan\.json: target /);
    await writeFile(file, plan.replace('"seed": 1', '"seed": 1, "target": "http://gate:sesame@10.0.0.1"'));
    expect(failureOf(await readPlan(file))).toMatch(/plan\.json: target holds a user or a password, .*SCANBENCH_KEY/);
    for (const field of ['percentiles', 'pfaLimits']) {
      await writeFile(file, plan.replace(new RegExp(`"${field}": \\[`), '$&0.5, 0.5, '));
      expect(failureOf(await readPlan(file))).toContain(`${field} names the same twice`);
    }
    await writeFile(file, '{');
    expect(failureOf(await readPlan(file))).toContain('plan.json is not valid JSON (it breaks off in column 2');
  });
});
