import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createOnnxGraph } from '../../../models/graph/onnx-graph.ts';
import type { PairReport } from '../../../src/commands/bench/report/pair-report.ts';
import { readReport } from '../../../src/commands/bench/report/read-report.ts';
import type { Report } from '../../../src/commands/bench/report/report.ts';
import { encodeGreyPng } from '../../../src/formats/encode-png.ts';
import { shipped } from '../../../src/installation.ts';
import { createRandom, type Random } from '../../../src/simulator/random.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { OPEN_BEAM, unevenGoods } from '../../fixtures/uneven-goods.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { writeModel } from '../../fixtures/write-model.ts';
import { writeNullModel } from '../../workers/null-models.ts';

const OF_EACH = 80;
const [WIDTH_PX, HEIGHT_PX] = [640, 240];
const RUN_MS = 240_000;

/** Air around a body that half of the beam comes through, uneven as cargo is, with a spot that so much of the beam is lost in. */
async function writeScan(file: string, darkness: number): Promise<void> {
  const samples = unevenGoods(WIDTH_PX, HEIGHT_PX);
  for (let y = 110; y < 126; y++) samples.fill(OPEN_BEAM * (1 - darkness), y * WIDTH_PX + 300, y * WIDTH_PX + 324);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, await encodeGreyPng({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX, bitDepth: 16, samples }));
}

/** Threats are darker than benign scans by two fifths of how far these differ among themselves. */
async function writeSet(folder: string, ofEach: number, random: Random): Promise<void> {
  for (let scan = 0; scan < ofEach; scan++) {
    await writeScan(path.join(folder, 'test', 'good', `${scan}.png`), 0.6 + 0.25 * random.unit());
    await writeScan(path.join(folder, 'test', 'spot', `${scan}.png`), 0.7 + 0.25 * random.unit());
  }
}

/** Scores a scan by its darkest reading; `noise` is added to that, another for each scan. */
function darkest(noise: number): Uint8Array {
  const graph = createOnnxGraph({ name: 'darkest', description: 'A model for tests.' });
  const input = graph.input('input', 'float32', [1, 1, 'height', 'width']);
  const least = graph.node('ReduceMin', [input], { axes: { ints: [1, 2, 3] }, keepdims: { int: 0 } });
  const wave = graph.node('Sin', [graph.node('Mul', [least, graph.constant(9973)])]);
  const darkness = graph.node('Sub', [graph.constant(1), least]);
  const noisy = graph.node('Add', [darkness, graph.node('Mul', [wave, graph.constant(noise)])]);
  graph.output(noisy, 'score', 'float32', [1]);
  return graph.encode();
}

/** Runs `scanbench bench` on all models of a folder; its report. */
async function bench(models: string, samples: string, rounds: number, roundSeconds: number): Promise<Report> {
  const folder = await temporaryFolder();
  const [plan, out] = [path.join(folder, 'plan.json'), path.join(folder, 'out')];
  const scenarios = [{ scenario: 'single-stream', rounds, roundSeconds }];
  const measured = {
    performanceScans: 4,
    warmUpScans: 1,
    workers: 1,
    percentiles: [0.9],
    technologyLimit: 4,
    scenarios,
  };
  const limits = { taktSeconds: 30, pfaLimits: [0.1], seed: 1 };
  await writeFile(plan, JSON.stringify({ name: 'planted', samples: [samples], ...measured, ...limits }));
  const args = [shipped('dist', 'src', 'cli.js'), 'bench', '--plan', plan, '--models', models, '--out', out];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += String(text);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code, said).toBe(0);
  return valueFrom(await readReport(path.join(out, 'report.json')));
}

function pairOf({ pairs }: Report, first: string, second: string): PairReport {
  const found = pairs.find((pair) => pair.first.startsWith(`${first}@`) && pair.second.startsWith(`${second}@`));
  if (found === undefined) throw new Error(`No pair of ${first} and ${second} among ${pairs.length}.`);
  return found;
}

it(
  'names an identical technology, one with a shifted threshold and one to which noise was added for what they are',
  async () => {
    const folder = await temporaryFolder();
    const [models, scans] = [path.join(folder, 'models'), path.join(folder, 'scans')];
    await mkdir(models);
    const pfaBounds: [number, number] = [0.07, 0.13];
    const plant = async (id: string, listing: number, threshold: number, weights: Uint8Array) => {
      const manifest = modelManifest({ id, listing, runtime: 'onnx', output: { kind: 'score' } });
      const operatingPoints = [{ name: 'default', threshold, pfaLimit: 0.1, benignCount: 500, pfaBounds }];
      await writeModel(models, { ...manifest, operatingPoints }, { 'model.onnx': weights });
    };
    await plant('original', 1, 0.75, darkest(0));
    await plant('identical', 2, 0.75, darkest(0));
    await plant('shifted', 3, 0.85, darkest(0));
    await plant('noisy', 4, 0.75, darkest(0.2));
    await writeSet(scans, OF_EACH, createRandom(11, 'planted run'));
    const report = await bench(models, scans, 6, 0.3);

    const all = 2 * OF_EACH;
    const identical = pairOf(report, 'original', 'identical');
    expect(identical.agreement).toEqual({ scans: all, sameScore: all, sameAnswer: all });
    expect(identical.pd).toMatchObject([{ difference: 0, bounds: [0, 0] }]);
    expect(identical.verdict).toMatch(new RegExp(`^gives the very same answers on all ${all} scans; `));

    const shifted = pairOf(report, 'original', 'shifted');
    expect(shifted.agreement.sameScore).toBe(all);
    expect(shifted.agreement.sameAnswer).toBeLessThan(all);
    expect(shifted.pd).toMatchObject([{ difference: 0, bounds: [0, 0] }]);
    expect(shifted.verdict).toContain('differs by its threshold alone; at its own threshold alarms on more threats');

    const noisy = pairOf(report, 'original', 'noisy');
    expect(noisy.verdict).toMatch(/^finds [\d.]+ points more at Pfa 10 % \[.*; ranks better \(AUROC \+/);
  },
  RUN_MS,
);

it(
  'names one that is slowed by 20 % for what it is',
  async () => {
    const folder = await temporaryFolder();
    const models = path.join(folder, 'models');
    await mkdir(models);
    // They sleep, so that what else the machine does takes little from either.
    await writeNullModel(models, 'quick', { listing: 1 }, { busyMs: 100 });
    await writeNullModel(models, 'slow', { listing: 2 }, { busyMs: 120 });
    await writeSet(path.join(folder, 'scans'), 4, createRandom(12, 'planted run'));
    const { agreement, speed, verdict } = pairOf(
      await bench(models, path.join(folder, 'scans'), 12, 1),
      'quick',
      'slow',
    );
    expect(agreement).toEqual({ scans: 8, sameScore: 8, sameAnswer: 8 });
    expect(speed).toMatchObject([{ state: 'estimated', scenario: 'single-stream', rounds: 12 }]);
    const [compared] = speed;
    // What both do beside their model is no fifth more.
    if (compared?.state === 'estimated') expect(compared.ratio).toBeGreaterThan(1.1);
    if (compared?.state === 'estimated') expect(compared.ratio).toBeLessThan(1.25);
    expect(verdict).toMatch(/^gives the very same answers on all 8 scans; .*1\.[12]\d? × faster/);
  },
  RUN_MS,
);
