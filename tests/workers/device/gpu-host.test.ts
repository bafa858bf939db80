import { cp } from 'node:fs/promises';
import path from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Provider } from '../../../src/domain/technology.ts';
import { PROVIDER_TOLERANCE } from '../../../src/inference/provider-parity.ts';
import { trialScan } from '../../../src/inference/trial-scan.ts';
import { shipped } from '../../../src/installation.ts';
import { createScreener } from '../../../src/workers/create-screener.ts';
import { probeProvider } from '../../../src/workers/device/probe-provider.ts';
import type { WorkerEvent } from '../../../src/workers/worker-event.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

// The project's own threads, compiled, with a shipped model. WebGPU: a GPU, or Debian's mesa-vulkan-drivers.
const MODEL = 'local-contrast';
const ON_CPU = `${MODEL}@onnx-cpu`;
const ON_GPU = `${MODEL}@onnx-webgpu`;
const PATIENT = {
  deadlineAt: Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  priority: 'live',
} as const;
const hasWebGpu = (await probeProvider('webgpu')).ok;
const hasNvidia = (await probeProvider('cuda')).ok;

async function startHost(providers: readonly Provider[], deviceEntry?: URL) {
  const modelsDir = await temporaryFolder();
  await cp(shipped('models', MODEL), path.join(modelsDir, MODEL), { recursive: true });
  const events: WorkerEvent[] = [];
  const screener = await createScreener({
    modelsDir,
    providers,
    workers: 2,
    intraOpThreads: 1,
    inFlightLimit: 8,
    onWorkerEvent: (event) => events.push(event),
    ...(deviceEntry && { deviceEntry }),
  });
  onTestFinished(() => screener.drain());
  await screener.ready;
  return { screener, events };
}

describe('a host that is asked for GPUs', () => {
  it.skipIf(hasNvidia)('serves on the CPU, and names what is missing in the list and in the log', async () => {
    const { screener, events } = await startHost(['cuda', 'cpu']);
    const reason = expect.stringMatching(/ONNX Runtime does not start on cuda: .*NVIDIA/);
    expect(screener.technologies()).toMatchObject([
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
    const { screener, events } = await startHost(['cpu', 'webgpu']);
    expect(screener.technologies().map(({ id, state }) => [id, state])).toEqual([
      [ON_CPU, 'ready'],
      [ON_GPU, 'ready'],
    ]);
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

  it.skipIf(!hasWebGpu)('serves on without its GPU when the thread for it ends, and says so', async () => {
    const dying = new URL('../../../dist/tests/workers/device/dying-device.js', import.meta.url);
    const { screener, events } = await startHost(['cpu', 'webgpu'], dying);
    const channel = new BroadcastChannel(`dying-device-${process.pid}`);
    channel.postMessage('die');
    channel.close();
    await expect
      .poll(() => screener.technologies().find(({ id }) => id === ON_GPU), { timeout: 10_000 })
      .toMatchObject({ state: 'unavailable', reason: expect.stringContaining('has ended') });
    expect(events).toContainEqual({ kind: 'device-died', message: expect.stringContaining('The device broke') });
    expect(valueFrom(await screener.screen(await trialScan(ON_CPU), PATIENT)).result.results).toHaveLength(1);
  });
});
