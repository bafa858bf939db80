import { cp } from 'node:fs/promises';
import path from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createOnnxGraph } from '../../../models/graph/onnx-graph.ts';
import type { Provider } from '../../../src/domain/technology/technology.ts';
import { PROVIDER_TOLERANCE } from '../../../src/inference/provider-parity.ts';
import { trialScan } from '../../../src/inference/trial-scan.ts';
import { shipped } from '../../../src/installation.ts';
import { createScreener } from '../../../src/workers/create-screener.ts';
import type { BatchLimits } from '../../../src/workers/device/messages.ts';
import { probeProvider } from '../../../src/workers/device/probe-provider.ts';
import type { WorkerEvent } from '../../../src/workers/worker-event.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { writeModel } from '../../fixtures/write-model.ts';
import { PATIENT } from '../patient.ts';

// The project's own threads, compiled, with a shipped model. WebGPU: a GPU, or Debian's mesa-vulkan-drivers.
const MODEL = 'local-contrast';
const ON_CPU = `${MODEL}@onnx-cpu`;
const ON_GPU = `${MODEL}@onnx-webgpu`;
const hasWebGpu = (await probeProvider('webgpu')).ok;
const hasNvidia = (await probeProvider('cuda')).ok;

interface HostOptions {
  readonly providers: readonly Provider[];
  readonly deviceEntry?: URL;
  readonly batching?: BatchLimits;
  readonly spreadsLoneScans?: boolean;
}

/** Two threads with a shipped model, and one of tiles that takes as many at once as one likes. */
async function startHost({ providers, ...options }: HostOptions) {
  const modelsDir = await temporaryFolder();
  await cp(shipped('models', MODEL), path.join(modelsDir, MODEL), { recursive: true });
  const input = { tile: { sizePx: 64, overlapPx: 0 } };
  await writeModel(modelsDir, modelManifest({ id: 'tiles', runtime: 'onnx', input }), halvingTiles());
  const events: WorkerEvent[] = [];
  const screener = await createScreener({
    modelsDir,
    providers,
    workers: 2,
    intraOpThreads: 1,
    inFlightLimit: 8,
    onWorkerEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => screener.drain());
  await screener.ready;
  return { screener, events };
}

describe('a host that is asked for GPUs', () => {
  it.skipIf(hasNvidia)('serves on the CPU, and names what is missing in the list and in the log', async () => {
    const { screener, events } = await startHost({ providers: ['cuda', 'cpu'] });
    const reason = expect.stringMatching(/ONNX Runtime does not start on cuda: .*NVIDIA/);
    expect(screener.technologies().slice(0, 2)).toMatchObject([
      { id: `${MODEL}@onnx-cuda`, state: 'unavailable', reason },
      { id: ON_CPU, state: 'ready', reason: null },
    ]);
    expect(screener.isReady()).toBe(true);
    // Once, however many threads ask.
    expect(events.filter(({ kind }) => kind === 'provider-missing')).toEqual([
      { kind: 'provider-missing', provider: 'cuda', message: reason },
    ]);
  });

  it.skipIf(!hasWebGpu)('screens scans of several threads on one device as the CPU does', async () => {
    const { screener, events } = await startHost({ providers: ['cpu', 'webgpu'] });
    expect(screener.technologies().map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'ready']);
    expect(events).toContainEqual({ kind: 'provider-found', provider: 'webgpu', probeMs: expect.any(Number) });
    const scan = { ...(await trialScan(ON_CPU)), technologies: [ON_CPU, ON_GPU] };
    const answers = await Promise.all([1, 2, 3, 4].map(() => screener.screen(structuredClone(scan), PATIENT)));
    for (const answer of answers) {
      const [onCpu, onGpu] = valueFrom(answer).result.results;
      expect(onGpu?.decision).toBe(onCpu?.decision);
      expect(onGpu?.detections.map(({ box }) => box)).toEqual(onCpu?.detections.map(({ box }) => box));
      expect(Math.abs((onGpu?.score ?? Number.NaN) - (onCpu?.score ?? 0))).toBeLessThanOrEqual(
        // Scores are told in steps of 1/65,535.
        PROVIDER_TOLERANCE + 1 / 65_535,
      );
      // The shipped models take one tile at a time.
      expect([onCpu?.batches, onGpu?.batches]).toEqual([undefined, [1]]);
    }
  });

  it.skipIf(!hasWebGpu)('puts tiles of several scans in one run, and answers as the CPU does', async () => {
    const { screener } = await startHost({
      providers: ['cpu', 'webgpu'],
      batching: { maxBatch: 2, maxWaitMs: 200 },
      // Of tiles that another thread took for a scan, the scan does not know the batches.
      spreadsLoneScans: false,
    });
    const technologies = ['tiles@onnx-cpu', 'tiles@onnx-webgpu'];
    const scan = { ...(await trialScan(technologies[0] ?? '')), technologies };
    const answers = await Promise.all([1, 2, 3, 4].map(() => screener.screen(structuredClone(scan), PATIENT)));
    const results = answers.map((answer) => valueFrom(answer).result.results);
    for (const [onCpu, onGpu] of results) {
      expect(onGpu?.detections.map(({ box }) => box)).toEqual(onCpu?.detections.map(({ box }) => box));
      expect(Math.abs((onGpu?.score ?? Number.NaN) - (onCpu?.score ?? 0))).toBeLessThanOrEqual(1 / 65_535);
    }
    const batches = results.flatMap(([, onGpu]) => onGpu?.batches ?? []);
    expect(Math.max(...batches)).toBe(2);
    // Every tile ran once, and scans of one size have equally many.
    const tiles = batches.reduce((sum, size) => sum + size, 0);
    expect(tiles).toBeGreaterThan(8);
    expect(tiles % 4).toBe(0);
  });

  it.skipIf(!hasWebGpu)('serves on without its GPU when the thread for it ends, and says so', async () => {
    const dying = new URL('../../../dist/tests/workers/device/dying-device.js', import.meta.url);
    const { screener, events } = await startHost({ providers: ['cpu', 'webgpu'], deviceEntry: dying });
    const channel = new BroadcastChannel(`dying-device-${process.pid}`);
    channel.postMessage('die');
    channel.close();
    await expect
      .poll(() => screener.technologies().find(({ id }) => id === ON_GPU), { timeout: 10_000 })
      .toMatchObject({ state: 'unavailable', reason: expect.stringContaining('is lost') });
    const died = { kind: 'device-died', message: expect.stringContaining('The device broke') };
    await expect.poll(() => events, { timeout: 10_000 }).toContainEqual(died);
    expect(valueFrom(await screener.screen(await trialScan(ON_CPU), PATIENT)).result.results).toHaveLength(1);
  });
});

function halvingTiles(): Uint8Array {
  const graph = createOnnxGraph({ name: 'halving', description: 'A model for tests.' });
  const dims = ['items', 1, 64, 64];
  const input = graph.input('input', 'float32', dims);
  graph.output(graph.node('Mul', [input, graph.constant(0.5)]), 'map', 'float32', dims);
  return graph.encode();
}
