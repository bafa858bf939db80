import { type MessagePort, Worker } from 'node:worker_threads';
import { errorMessage } from '../../domain/error-message.ts';
import type { Outcome } from '../../domain/failure.ts';
import type { GpuProvider } from '../../domain/technology.ts';
import { isInSoftware } from '../../inference/runtimes/what-is-missing.ts';
import type { WorkerEvent } from '../worker-event.ts';
import type { BatchLimits, DeviceSetup, NewClient } from './messages.ts';

export interface DeviceOptions extends BatchLimits {
  readonly providers: readonly GpuProvider[];
  /** The compiled module that the thread runs. */
  readonly entry: URL;
  readonly probe: (provider: GpuProvider) => Promise<Outcome<null>>;
  readonly onWorkerEvent: (event: WorkerEvent) => void;
}

export interface Device {
  /** Serves a screening thread, from when the providers were probed. Its port is closed when the device thread has ended. */
  connect(client: MessagePort): void;
  /** Ends the thread. Only to be called when no screening thread waits for it: ending it while it computes ends the process. */
  destroy(): Promise<void>;
}

const IN_SOFTWARE =
  'This host shows no GPU, so a driver in software computes for it, slower than the provider cpu: install the driver of the GPU, or take this provider out of SCANBENCH_PROVIDERS.';

/** Probes the providers, each once, then starts the one thread of this process that computes on them. */
export function startDevice(options: DeviceOptions): Device {
  const { providers, entry, probe, onWorkerEvent, maxBatch, maxWaitMs } = options;
  let isEnding = false;
  let hasEnded = false;

  async function refuse(provider: GpuProvider): Promise<readonly (readonly [GpuProvider, string])[]> {
    const startedAt = performance.now();
    const probed = await probe(provider);
    if (!probed.ok) {
      onWorkerEvent({ kind: 'provider-missing', provider, message: probed.failure.message });
      return [[provider, probed.failure.message]];
    }
    onWorkerEvent({ kind: 'provider-found', provider, probeMs: performance.now() - startedAt });
    if (isInSoftware(provider)) onWorkerEvent({ kind: 'provider-in-software', provider, message: IN_SOFTWARE });
    return [];
  }

  async function start(): Promise<Worker> {
    const refused = (await Promise.all(providers.map(refuse))).flat();
    const setup: DeviceSetup = { refusals: Object.fromEntries(refused), maxBatch, maxWaitMs };
    const worker = new Worker(entry, { workerData: setup });
    let message = '';
    worker.on('error', (error: unknown) => {
      message = errorMessage(error);
    });
    worker.on('exit', (code) => {
      hasEnded = true;
      if (!isEnding) onWorkerEvent({ kind: 'device-died', message: message || `It ended with exit code ${code}.` });
    });
    return worker;
  }

  const started = start();
  return {
    async connect(client) {
      const worker = await started;
      if (hasEnded) client.close();
      else worker.postMessage({ client } satisfies NewClient, [client]);
    },
    async destroy() {
      isEnding = true;
      await (await started).terminate();
    },
  };
}
