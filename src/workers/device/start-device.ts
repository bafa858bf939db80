import { type MessagePort, Worker } from 'node:worker_threads';
import type { Outcome } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import type { GpuProvider } from '../../domain/technology/technology.ts';
import { isInSoftware } from '../../inference/runtimes/what-is-missing.ts';
import type { DeviceEvent, WorkerEvent } from '../worker-event.ts';
import { DEVICE_LOST } from './device-runtime.ts';
import type { BatchLimits, DeviceLost, DeviceSetup, NewClient } from './messages.ts';
import { waitForProvider } from './wait-for-provider.ts';

export interface DeviceOptions extends BatchLimits {
  readonly providers: readonly GpuProvider[];
  /** The compiled module that the thread runs. */
  readonly entry: URL;
  readonly probe: (provider: GpuProvider) => Promise<Outcome<null>>;
  readonly onWorkerEvent: (event: WorkerEvent) => void;
  /** Those that computed in a process before this one: where they do not any more, they are tried again. */
  readonly proven: readonly GpuProvider[];
  /**
   * What was lost computes again, in a process of its own. This one cannot take it up: a driver keeps the error of a lost
   * device for as long as its process lives.
   */
  readonly onBack: () => void;
}

export interface Device {
  /** Serves a screening thread, from when the providers were probed. Its port is closed once the device is lost. */
  connect(client: MessagePort): void;
  /** Ends the thread. Only to be called when no screening thread waits for it: ending it while it computes ends the process. */
  destroy(): Promise<void>;
}

const IN_SOFTWARE =
  'This host shows no GPU, so a driver in software computes for it, slower than the provider cpu: install the driver of the GPU, or take this provider out of SCANBENCH_PROVIDERS.';

/** Probes the providers, each once, then starts the one thread of this process that computes on them. */
export function startDevice(options: DeviceOptions): Device {
  const { providers, entry, probe, onWorkerEvent, maxBatch, maxWaitMs, proven, onBack } = options;
  const ending = new AbortController();
  let isLost = false;

  /** Tells it, and waits for those to come back that have computed. */
  function lose(event: DeviceEvent, lost: readonly GpuProvider[]): void {
    if (isLost || ending.signal.aborted) return;
    isLost = true;
    onWorkerEvent(event);
    void waitFor(lost);
  }

  async function waitFor(lost: readonly GpuProvider[]): Promise<void> {
    const provider = lost.length === 0 ? null : await waitForProvider(lost, { probe, signal: ending.signal });
    if (provider === null) return;
    onWorkerEvent({ kind: 'device-back', provider });
    onBack();
  }

  async function refuse(provider: GpuProvider): Promise<readonly (readonly [GpuProvider, string])[]> {
    const startedAt = performance.now();
    const probed = await probe(provider);
    if (!probed.ok) {
      onWorkerEvent({ kind: 'provider-missing', provider, message: probed.failure.message });
      return [
        [provider, proven.includes(provider) ? `${DEVICE_LOST} ${probed.failure.message}` : probed.failure.message],
      ];
    }
    onWorkerEvent({ kind: 'provider-found', provider, probeMs: performance.now() - startedAt });
    if (isInSoftware(provider)) onWorkerEvent({ kind: 'provider-in-software', provider, message: IN_SOFTWARE });
    return [];
  }

  async function start(): Promise<Worker> {
    const refused = (await Promise.all(providers.map(refuse))).flat();
    const refusals: DeviceSetup['refusals'] = Object.fromEntries(refused);
    const found = providers.filter((provider) => refusals[provider] === undefined);
    const worker = new Worker(entry, { workerData: { refusals, maxBatch, maxWaitMs } satisfies DeviceSetup });
    let message = '';
    worker.on('message', ({ lost }: DeviceLost) => lose({ kind: 'device-lost', message: lost }, found));
    worker.on('error', (error: unknown) => {
      message = errorMessage(error);
    });
    worker.on('exit', (code) =>
      lose({ kind: 'device-died', message: message || `It ended with exit code ${code}.` }, found),
    );
    void waitFor(proven.filter((provider) => refusals[provider] !== undefined));
    return worker;
  }

  const started = start();
  return {
    async connect(client) {
      const worker = await started;
      if (isLost) client.close();
      else worker.postMessage({ client } satisfies NewClient, [client]);
    },
    async destroy() {
      ending.abort();
      const worker = await started;
      // What a driver does to a process that ends its sessions on a lost device, it does when all is answered.
      if (isLost) worker.unref();
      else await worker.terminate();
    },
  };
}
