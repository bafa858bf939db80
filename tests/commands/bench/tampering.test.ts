import { spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { shipped } from '../../../src/installation.ts';
import { startInferenceServer } from '../../fixtures/inference-server.ts';
import { modelManifest, remoteAt } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeModel } from '../../fixtures/write-model.ts';

const SCANS = ['000-empty', '003-drums', '010-palletised-boxes'] as const;
const RUN_MS = 120_000;

let folder: string;
let models: string;
let samples: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  [models, samples] = [path.join(folder, 'models'), path.join(folder, 'samples')];
  await copyModel('local-contrast', models);
  const lines = (await readFile(shipped('samples', 'smoke', 'samples.jsonl'), 'utf8')).split('\n');
  for (const scan of SCANS) await cp(shipped('samples', 'smoke', scan), path.join(samples, scan), { recursive: true });
  const own = lines.filter((line) => SCANS.some((scan) => line.startsWith(`{"id":"${scan}"`)));
  await writeFile(path.join(samples, 'samples.jsonl'), own.join('\n'));
});

/** A shipped model in a folder of models, under the name by which it is judged. */
async function copyModel(source: string, modelsDir: string): Promise<void> {
  await cp(shipped('models', source), path.join(modelsDir, 'judged'), { recursive: true });
  const file = path.join(modelsDir, 'judged', 'manifest.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(`"id": "${source}"`, '"id": "judged"'));
}

/** Runs `scanbench bench` on the three scans; what it said. */
async function bench(technologies: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const scenarios = ['single-stream', 'offline'].map((scenario) => ({ scenario, rounds: 1, roundSeconds: 0.2 }));
  const measured = { performanceScans: 3, warmUpScans: 0, workers: 1, percentiles: [0.9], scenarios };
  const limits = { taktSeconds: 30, pfaLimits: [0.5], seed: 1 };
  const plan = path.join(folder, 'plan.json');
  await writeFile(plan, JSON.stringify({ name: 'tampered', samples: [samples], ...measured, ...limits }));
  const cli = shipped('dist', 'src', 'cli.js');
  const child = spawn(
    process.execPath,
    [cli, 'bench', '--plan', plan, '--models', models, '--technology', ...technologies],
    { env: { ...process.env, SCANBENCH_REMOTE_HOSTS: '127.0.0.1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  await new Promise((resolve) => child.once('close', resolve));
  return said.join('');
}

/**
 * Runs the benchmark and changes a file in the moment in which the first technology is loaded for the performance run and the
 * accuracy run has not begun: technologies load in turn, and the second asks its server.
 */
async function benchWhile(tamper: () => void): Promise<string> {
  let isDone = false;
  const { url } = await startInferenceServer({
    intercept: () => {
      if (!isDone) tamper();
      isDone = true;
      return false;
    },
  });
  await writeModel(models, modelManifest({ id: 'witness', runtime: 'remote', files: [], remote: remoteAt(url) }), {});
  return bench(['judged', 'witness']);
}

describe('scanbench bench, tampered with', () => {
  it(
    'has no speed for a technology whose weights were swapped between the runs, and says so',
    async () => {
      const others = path.join(folder, 'others');
      await copyModel('pattern-break', others);
      const said = await benchWhile(() => {
        rmSync(path.join(models, 'judged'), { recursive: true });
        cpSync(path.join(others, 'judged'), path.join(models, 'judged'), { recursive: true });
      });
      expect(said).toMatch(
        /Warning: judged@onnx-cpu: Its weights changed between the accuracy run \([0-9a-f]{12}\) and the performance run/,
      );
      expect(said).not.toMatch(/Warning: witness@remote-http: /);
    },
    RUN_MS,
  );

  it(
    'has no speed for a technology whose threshold was changed between the runs, though it decides as before',
    async () => {
      const said = await benchWhile(() => {
        const file = path.join(models, 'judged', 'manifest.json');
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/"threshold": 0\.\d+/g, '"threshold": 0.999'));
      });
      expect(said).toMatch(
        /Warning: judged@onnx-cpu: Its answers changed .*(clear|alarm), score [\d.]+, threshold 0\.999, then \1/,
      );
    },
    RUN_MS,
  );

  it(
    'has no speed where a timed scan was changed between the runs, and names the scan',
    async () => {
      const said = await benchWhile(() =>
        cpSync(path.join(samples, SCANS[1]), path.join(samples, SCANS[0]), { recursive: true, force: true }),
      );
      expect(said).toMatch(/Warning: judged@onnx-cpu: 1 of 3 timed scans changed while .*000-empty\).* other pixels/);
    },
    RUN_MS,
  );

  it(
    'warns of a clock that is too coarse for the latencies, and of a machine that is busy with something else',
    async () => {
      const said = await bench(['judged'], {
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(BAD_MACHINE)}`,
      });
      expect(said).toContain('Warning: The clock of this machine is coarse: it advances by 50 ms at once');
      expect(said).toMatch(/Warning: Other programs used \d\d % of the machine's CPUs/);
    },
    RUN_MS,
  );
});

/** Read by every process before anything else: a clock of 50 ms, and 64 CPUs of which others use 60 %. */
const BAD_MACHINE = `
  import os from 'node:os';
  import { syncBuiltinESMExports } from 'node:module';
  const now = performance.now.bind(performance);
  performance.now = () => 50 * Math.floor(now() / 50);
  os.cpus = () => Array.from({ length: 64 }, () => {
    const allMs = now();
    return { model: 'A CPU', speed: 1, times: { user: 0.6 * allMs, nice: 0, sys: 0, irq: 0, idle: 0.4 * allMs } };
  });
  syncBuiltinESMExports();
`;
