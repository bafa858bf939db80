import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Check } from 'typebox/schema';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { benchSchemas } from '../../../../bench/write-schemas.ts';
import { benchCommand } from '../../../../src/commands/bench.ts';
import { readConfig } from '../../../../src/config/read-config.ts';
import { shipped } from '../../../../src/installation.ts';
import { hearStreams } from '../../../fixtures/hear-streams.ts';
import { modelManifest } from '../../../fixtures/model-manifest.ts';
import { batchedModel } from '../../../fixtures/onnx-models.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { writeModel } from '../../../fixtures/write-model.ts';
import { writeNullModel } from '../../../workers/null-models.ts';

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Comes before the program in each of its processes: the first that loads a technology dies as of native code that crashes. */
const CRASHING_FIRST = `
if (process.argv[1]?.endsWith('target-process.js')) {
  try {
    require('node:fs').closeSync(require('node:fs').openSync(__filename + '.crashed', 'wx'));
    process.kill(process.pid, 'SIGSEGV');
  } catch {}
}
`;

/** Runs the command over one scan; what it wrote to both streams. */
async function tune(folder: string, ...options: readonly string[]): Promise<string> {
  const file = path.join(folder, 'plan.json');
  const plan: object = JSON.parse(await readFile(shipped('bench', 'plans', 'default.json'), 'utf8'));
  const changed = { samples: [shipped('samples', 'smoke')], performanceScans: 1, warmUpScans: 0 };
  await writeFile(file, JSON.stringify({ ...plan, ...changed }));
  const written = hearStreams();
  await benchCommand().parseAsync(['--tune', '--plan', file, '--round-seconds', '0.001', ...options], { from: 'user' });
  return written();
}

describe('scanbench bench --tune', () => {
  it('writes settings that the service reads, and the evidence of every split', async () => {
    const folder = await temporaryFolder();
    const out = path.join(folder, 'out');
    const said = await tune(folder, '--technology', 'local-contrast', '--out', out);

    expect(process.exitCode ?? 0, said).toBe(0);
    const env = await readFile(path.join(out, 'tuned.env'), 'utf8');
    const settings = Object.fromEntries(
      env
        .split('\n')
        .filter((line) => /^[A-Z]/.test(line))
        .map((line) => line.split('=')),
    );
    const config = readConfig(settings);
    if (!config.ok) throw new Error(config.message);
    const { workers = 0, intraOpThreads } = config.config;
    expect(said).toContain(`SCANBENCH_WORKERS=${workers}`);

    const json: unknown = JSON.parse(await readFile(path.join(out, 'tune.json'), 'utf8'));
    expect(Check(benchSchemas()['tuning.schema.json'] ?? {}, json)).toBe(true);
    expect(json).toMatchObject({ kind: 'scanbench-tuning', races: [{ technology: 'local-contrast@onnx-cpu' }] });
    const page = await readFile(path.join(out, 'tune.md'), 'utf8');
    expect(page).toContain('(default)');
    expect(env).toContain('# Tile batch: each run takes one tile. It has no tiles');
    expect(config.config.batching.tileBatch).toBe(1);
    expect(page).toMatch(new RegExp(`^\\| ${workers} × ${intraOpThreads}.*\\| chosen`, 'm'));
  }, 180_000);

  it('races tiles in one run where a model leaves their number open, and says why not where it does not', async () => {
    const folder = await temporaryFolder();
    const [models, out] = [path.join(folder, 'models'), path.join(folder, 'out')];
    await mkdir(models);
    const manifest = modelManifest({ id: 'tiled', runtime: 'onnx', input: { tile: { sizePx: 64, overlapPx: 0 } } });
    await writeModel(models, manifest, batchedModel);
    const said = await tune(folder, '--models', models, '--out', out);

    expect(process.exitCode ?? 0, said).toBe(0);
    const json: unknown = JSON.parse(await readFile(path.join(out, 'tune.json'), 'utf8'));
    expect(Check(benchSchemas()['tuning.schema.json'] ?? {}, json)).toBe(true);
    const candidates = [1, 2, 4, 8].map((tileBatch) => expect.objectContaining({ tileBatch, otherAnswers: 0 }));
    expect(json).toMatchObject({ races: [{ tileBatch: { state: 'raced', race: { candidates } } }] });
    expect(await readFile(path.join(out, 'tuned.env'), 'utf8')).toMatch(/^SCANBENCH_TILE_BATCH=[1248]$/m);
    expect(await readFile(path.join(out, 'tune.md'), 'utf8')).toContain('| tiles a run |');
    expect(said).toContain('8 a run');
  }, 180_000);

  it('goes on with the other splits where the default does not start, and says so', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'crashing.cjs'), CRASHING_FIRST);
    vi.stubEnv('NODE_OPTIONS', `--require ${path.join(folder, 'crashing.cjs')}`);
    const out = path.join(folder, 'out');
    const said = await tune(folder, '--technology', 'local-contrast', '--out', out);
    expect(process.exitCode ?? 0, said).toBe(0);
    expect(said).toMatch(/is chosen: the default failed\./);
    expect(said).toMatch(/Warning: local-contrast@onnx-cpu at \d+ × 1 did not start and was left out: .*SIGSEGV/);
    const json: unknown = JSON.parse(await readFile(path.join(out, 'tune.json'), 'utf8'));
    expect(json).toMatchObject({
      races: [
        {
          state: 'changed',
          candidates: expect.arrayContaining([expect.objectContaining({ rounds: 0, scansPerSecond: null })]),
        },
      ],
    });
  }, 180_000);

  it('names a technology that is not ready and would have come before the one that it tunes', async () => {
    const folder = await temporaryFolder();
    const models = path.join(folder, 'models');
    await mkdir(path.join(models, 'a-broken-one'), { recursive: true });
    await writeFile(path.join(models, 'a-broken-one', 'manifest.json'), '{ no JSON');
    await writeNullModel(models, 'sound');
    const out = path.join(folder, 'out');
    const said = await tune(folder, '--models', models, '--out', out);
    expect(process.exitCode ?? 0, said).toBe(0);
    expect(said).toMatch(/^sound@null-cpu/m);
    expect(said).toMatch(/^Not ready: a-broken-one: .*manifest/m);
    expect(await readFile(path.join(out, 'tune.md'), 'utf8')).toMatch(/^- Not ready: a-broken-one: /m);
    const json: unknown = JSON.parse(await readFile(path.join(out, 'tune.json'), 'utf8'));
    expect(Check(benchSchemas()['tuning.schema.json'] ?? {}, json)).toBe(true);
  }, 180_000);

  it('ends with 1 and keeps the default where no split is in time', async () => {
    const said = await tune(await temporaryFolder(), '--technology', 'local-contrast', '--latency-ms', '0.001');
    expect(process.exitCode).toBe(1);
    expect(said).toContain('No split was shown to keep p90 within 0.001 ms: the default');
    expect(said).toContain('late: p90 at least');
  }, 180_000);

  it.each([
    [['--tune', '--technology', 'a', 'b'], 'name one with --technology'],
    [['--tune', '--target', 'http://127.0.0.1:1'], 'leave --target out'],
    [['--latency-ms', '5'], '--latency-ms goes with --tune'],
    [['--round-seconds', '5'], '--round-seconds goes with --tune'],
  ])('refuses %j as wrong usage and says why', async (options, why) => {
    const written = hearStreams();
    await benchCommand().parseAsync(options, { from: 'user' });
    expect(process.exitCode).toBe(2);
    expect(written()).toContain(why);
  });

  it('refuses a plan that drives a service as wrong usage', async () => {
    const file = path.join(await temporaryFolder(), 'plan.json');
    const plan = await readFile(shipped('bench', 'plans', 'first-look.json'), 'utf8');
    await writeFile(file, plan.replace('"seed": 1', '"seed": 1, "target": "http://127.0.0.1:1"'));
    const written = hearStreams();
    await benchCommand().parseAsync(['--tune', '--plan', file], { from: 'user' });
    expect(process.exitCode).toBe(2);
    expect(written()).toContain('take "target" out of');
  });

  it('fails with the technologies that there are, where another is named', async () => {
    const said = await tune(await temporaryFolder(), '--technology', 'nobody');
    expect(process.exitCode).toBe(2);
    expect(said).toContain('There is no technology "nobody".');
  }, 60_000);
});
