import { MessageChannel, Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createOnnxGraph, type Dimension } from '../../../models/graph/onnx-graph.ts';
import type { Tensor } from '../../../src/domain/technology/tensor.ts';
import type { LoadedModel, Runtime } from '../../../src/inference/runtime.ts';
import { compiledEntry } from '../../../src/workers/compiled-entry.ts';
import { connectDevice, type DeviceClient } from '../../../src/workers/device/device-runtime.ts';
import type { DeviceSetup, NewClient } from '../../../src/workers/device/messages.ts';
import { describeRuntimeContract } from '../../contracts/runtime.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { identityModel, meanModel } from '../../fixtures/onnx-models.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { packModel } from '../../fixtures/write-model.ts';

// The project's own device thread, compiled. It computes on the CPU here: what a GPU does is tested beside the runtime.
const NO_CUDA = 'cuda: no NVIDIA GPU, said the probe';
const ON_CPU = { provider: 'cpu', intraOpThreads: 1 } as const;

interface TestDevice {
  readonly worker: Worker;
  readonly connect: () => DeviceClient;
}

function startThread(limits: Partial<DeviceSetup> = {}): TestDevice {
  const workerData: DeviceSetup = { refusals: { cuda: NO_CUDA }, maxBatch: 8, maxWaitMs: 0, ...limits };
  const worker = new Worker(compiledEntry('device/device-thread.js'), { workerData });
  return {
    worker,
    connect() {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ client: port2 } satisfies NewClient, [port2]);
      return connectDevice(port1);
    },
  };
}

function startDeviceFor(limits: Partial<DeviceSetup> = {}): TestDevice {
  const device = startThread(limits);
  onTestFinished(() => void device.worker.terminate());
  return device;
}

describe('the device thread as a runtime', () => {
  let device: TestDevice | null = null;
  const runtime: Runtime = {
    name: 'onnx',
    load(model, options) {
      device ??= startThread();
      device.worker.unref();
      return device.connect().runtime.load(model, options);
    },
  };
  describeRuntimeContract(runtime, { identity: identityModel, mean: meanModel });
});

describe('the device thread', () => {
  it('loads nothing on a provider whose probe failed, and says why', async () => {
    const { runtime } = startDeviceFor().connect();
    const model = await packModel(modelManifest({ runtime: 'onnx' }), identityModel);
    expect(failureOf(await runtime.load(model, { ...ON_CPU, provider: 'cuda' }))).toBe(NO_CUDA);
  });

  it('runs what several threads send in one batch, and tells its size once', async () => {
    const device = startDeviceFor({ maxWaitMs: 1000, maxBatch: 4 });
    const model = await packModel(modelManifest({ runtime: 'onnx' }), doublingBatches('items'));
    const clients = await Promise.all(
      [1, 2, 3, 4].map(async () => valueFrom(await device.connect().runtime.load(model, ON_CPU))),
    );
    // The first batch is checked one by one, the second runs as one.
    for (const sizes of [[1, 1, 1, 1], [4]]) {
      await Promise.all(clients.map((client, index) => expectDoubled(client, index + 1)));
      expect(clients.flatMap((client) => client.takeBatches?.() ?? [])).toEqual(sizes);
    }
    expect(clients.flatMap((client) => client.takeBatches?.() ?? [])).toEqual([]);
  });

  it('runs each alone where the graph says one item', async () => {
    const device = startDeviceFor({ maxWaitMs: 1000 });
    const model = await packModel(modelManifest({ runtime: 'onnx' }), doublingBatches(1));
    const client = valueFrom(await device.connect().runtime.load(model, ON_CPU));
    await Promise.all([1, 2, 3].map((value) => expectDoubled(client, value)));
    expect(client.takeBatches?.()).toEqual([1, 1, 1]);
  });

  it('shares one session between threads, which outlives those that close it', async () => {
    const device = startDeviceFor();
    const model = await packModel(modelManifest({ runtime: 'onnx' }), doublingBatches('items'));
    const [first, second] = await Promise.all(
      [1, 2].map(async () => valueFrom(await device.connect().runtime.load(model, ON_CPU))),
    );
    await first?.close();
    if (second === undefined) throw new Error('no second client');
    await expectDoubled(second, 3);
  });

  it('takes no failure of one run for the loss of its device', async () => {
    const device = startDeviceFor();
    const lost: unknown[] = [];
    device.worker.on('message', (message) => lost.push(message));
    const model = await packModel(modelManifest({ runtime: 'onnx' }), pairsOnly());
    const client = valueFrom(await device.connect().runtime.load(model, ON_CPU));
    await expectDoubled(client, 1);
    const odd: Tensor = { type: 'float32', dims: [1, 1, 1, 3], data: new Float32Array(3) };
    for (let tries = 0; tries < 3; tries++) expect(failureOf(await client.run({ input: odd }))).toContain('Reshape');
    await expectDoubled(client, 2);
    expect(lost).toEqual([]);
  });

  it('fails what was asked of it when it ends, and all that is asked later', async () => {
    const device = startDeviceFor();
    const client = device.connect();
    const model = await packModel(modelManifest({ runtime: 'onnx' }), doublingBatches('items'));
    const loaded = valueFrom(await client.runtime.load(model, ON_CPU));
    await device.worker.terminate();
    await client.lost;
    expect(failureOf(await loaded.run({ input: item(1) }))).toContain('is lost');
    expect(failureOf(await client.runtime.load(model, ON_CPU))).toContain('is lost');
  });
});

async function expectDoubled(model: LoadedModel, value: number): Promise<void> {
  expect(valueFrom(await model.run({ input: item(value) }))).toEqual({ map: item(2 * value) });
}

function item(value: number): Tensor {
  return { type: 'float32', dims: [1, 1, 1, 2], data: Float32Array.of(value, -value) };
}

function doublingBatches(items: Dimension): Uint8Array {
  const graph = createOnnxGraph({ name: 'doubling', description: 'A model for tests.' });
  const dims = [items, 1, 'height', 'width'];
  const input = graph.input('input', 'float32', dims);
  graph.output(graph.node('Mul', [input, graph.constant(2)]), 'map', 'float32', dims);
  return graph.encode();
}

/** Fails at run time where it is given another number of values than two. */
function pairsOnly(): Uint8Array {
  const graph = createOnnxGraph({ name: 'pairs', description: 'A model for tests.' });
  const input = graph.input('input', 'float32', [1, 1, 'height', 'width']);
  const pair = graph.node('Reshape', [input, graph.indices([1, 1, 1, 2])]);
  graph.output(graph.node('Mul', [pair, graph.constant(2)]), 'map', 'float32', [1, 1, 1, 2]);
  return graph.encode();
}
