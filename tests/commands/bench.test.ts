import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Check } from 'typebox/schema';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { benchSchemas } from '../../bench/write-schemas.ts';
import { benchCommand } from '../../src/commands/bench.ts';
import { shipped } from '../../src/installation.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

/** A models folder in which one shipped model lies under several names, each manifest changed as is said. */
async function modelsFolder(changes: Readonly<Record<string, (manifest: string) => string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [id, change] of Object.entries(changes)) {
    await cp(shipped('models', 'local-contrast'), path.join(folder, id), { recursive: true });
    const file = path.join(folder, id, 'manifest.json');
    const manifest = (await readFile(file, 'utf8')).replace('"id": "local-contrast"', `"id": "${id}"`);
    await writeFile(file, change(manifest));
  }
  return folder;
}

/** As short as a plan can be: what it measures means nothing, but that it is measured does. */
async function shortPlan(folder: string, rounds: number): Promise<string> {
  const file = path.join(folder, 'plan.json');
  const scenarios = ['single-stream', 'offline'].map((scenario) => ({ scenario, rounds, roundSeconds: 0.001 }));
  const plan = {
    name: 'short',
    technologyLimit: 3,
    samples: [shipped('samples', 'smoke')],
    accuracyScans: 3,
    performanceScans: 1,
    scenarios,
    warmUpScans: 0,
    workers: 1,
    percentiles: [0.9],
    taktSeconds: 30,
    pfaLimits: [0.01],
    seed: 1,
  };
  await writeFile(file, JSON.stringify(plan));
  return file;
}

/** Runs the command; what it wrote to both streams. */
async function bench(...options: readonly string[]): Promise<string> {
  const written = hearStreams();
  await benchCommand().parseAsync(options, { from: 'user' });
  return written();
}

describe('scanbench bench', () => {
  it('tells a technology from its copy and from one with another threshold, and states no figure from few queries', async () => {
    const models = await modelsFolder({
      copy: (manifest) => manifest,
      original: (manifest) => manifest,
      shifted: (manifest) =>
        manifest
          .replaceAll(/"threshold": [\d.]+/g, '"threshold": 0.000001')
          .replaceAll(/"benignCount": \d+/g, '"benignCount": 0')
          .replace(/,\s*"calibrationScores": \{.*\}(?=\s*\}\s*$)/s, ''),
    });
    const out = path.join(models, 'out');
    const table = await bench('--plan', await shortPlan(models, 1), '--models', models, '--out', out);

    expect(process.exitCode ?? 0, table).toBe(0);
    expect(table).toContain('copy@onnx-cpu beside original@onnx-cpu: gives the very same answers on all 3 scans');
    expect(table).toContain(
      'copy@onnx-cpu beside shifted@onnx-cpu: gives the same scores on all 3 scans and differs by its threshold alone',
    );
    expect(table).toContain('too few rounds to compare single-stream speed (1 of 6)');
    expect(table).toContain('too few queries (1 of 64)');
    expect(table).toContain('not an MLPerf result');
    expect(table.match(/Warning: .* is not calibrated/g)).toEqual(['Warning: shifted@onnx-cpu is not calibrated']);

    const report: unknown = JSON.parse(await readFile(path.join(out, 'report.json'), 'utf8'));
    expect(Check(benchSchemas()['report.schema.json'] ?? {}, report)).toBe(true);
    const markdown = await readFile(path.join(out, 'report.md'), 'utf8');
    expect(markdown).toContain('| copy@onnx-cpu | 1 |');
    expect(markdown).toContain('| nothing: not calibrated |');
    const page = await readFile(path.join(out, 'report.html'), 'utf8');
    expect(page).toContain(
      '<strong>copy@onnx-cpu</strong> beside <strong>original@onnx-cpu</strong>: gives the very same',
    );
    const rounds = (await readFile(path.join(out, 'speed.csv'), 'utf8')).trim().split('\r\n');
    expect(rounds).toHaveLength(1 + 3 * 2);
    expect(rounds[1]).toMatch(/^copy@onnx-cpu,single-stream,1,1,[\d.]+,0(,[\d.]*){4},yes$/);
  }, 180_000);

  it('puts pictures of scans into the page where they are asked for, and nowhere else', async () => {
    const models = await modelsFolder({ original: (manifest) => manifest });
    const out = path.join(models, 'out');
    const plan = await shortPlan(models, 1);
    const said = await bench('--plan', plan, '--models', models, '--gallery', '--out', out);
    expect(process.exitCode ?? 0, said).toBe(0);
    const page = await readFile(path.join(out, 'report.html'), 'utf8');
    expect(page).toContain('Hits, misses and false alarms');
    expect(page).toContain('<img src="data:image/jpeg;base64,');
    for (const file of ['report.json', 'report.md', 'scores.csv']) {
      expect(await readFile(path.join(out, file), 'utf8'), file).not.toContain('data:');
    }
  }, 180_000);

  it.each([
    [['--gallery'], '--out'],
    [['--gallery', '--out', 'never', '--target', 'http://127.0.0.1:9'], 'with technologies of this machine'],
  ])('says before anything runs that %j draws nothing', async (options, words) => {
    expect(await bench(...options)).toContain(words);
    expect(process.exitCode).toBe(2);
  });

  it.each(['http://gate:sesame@127.0.0.1:9', 'http://gate:sesame@127.0.0.1:9/path', 'https://sesame@127.0.0.1'])(
    'refuses a target with a user or a password, and does not repeat it: %s',
    async (target) => {
      const said = await bench('--target', target);
      expect(process.exitCode).toBe(2);
      expect(said).toContain('SCANBENCH_KEY');
      expect(said).not.toContain('sesame');
    },
  );

  it.each(['127.0.0.1:8080', 'http://127.0.0.1/v1', ''])('says what a target is: %j', async (target) => {
    expect(await bench('--target', target)).toContain('--target is in-process or the address of a service');
    expect(process.exitCode).toBe(2);
  });

  it('fails with the technologies that there are, where one is named that there is not', async () => {
    const models = await modelsFolder({ original: (manifest) => manifest });
    const plan = await shortPlan(models, 1);
    const out = path.join(models, 'never', 'made');
    const said = await bench('--plan', plan, '--models', models, '--technology', 'original', 'nobody', '--out', out);
    expect(process.exitCode).toBe(2);
    expect(existsSync(path.dirname(out)), 'a folder with nothing in it').toBe(false);
    expect(said).toContain('There is no technology "nobody". There are: original@onnx-cpu.');
  }, 180_000);
});
