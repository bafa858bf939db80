import type { MessagePort } from 'node:worker_threads';
import type { Outcome } from '../../domain/failure.ts';
import type { Provider } from '../../domain/technology/technology.ts';
import type { ModelSignature, Tensors } from '../../domain/technology/tensor.ts';
import type { ModelPackage } from '../../inference/model/model-package.ts';

// All that crosses between a screening thread and the device thread, over a port of their own: plain data.

/** How runs are put together. */
export interface BatchLimits {
  /** Items of one batch, at most; 1 runs each alone. */
  readonly maxBatch: number;
  /** How long the first of a batch waits for others, in milliseconds; 0 takes those that wait already. */
  readonly maxWaitMs: number;
}

/** What the device thread is told when it starts. */
export interface DeviceSetup extends BatchLimits {
  /** Why providers cannot be used here, as their probes said: nothing is loaded on these. */
  readonly refusals: Readonly<Partial<Record<Provider, string>>>;
}

/** To the main thread: the device computes no more; the ports of all clients are closed. */
export interface DeviceLost {
  readonly lost: string;
}

/** From the main thread: whose requests to serve from now on. */
export interface NewClient {
  readonly client: MessagePort;
}

/** From a screening thread to the main thread: the far end of its port, for the device thread. */
export interface DeviceWanted {
  readonly devicePort: MessagePort;
}

/** `id` comes back with the answer; `session` is what loading gave. */
export type DeviceRequest = { readonly id: number } & (
  | {
      readonly kind: 'load';
      readonly model: ModelPackage;
      readonly provider: Provider;
      readonly intraOpThreads: number;
    }
  | { readonly kind: 'run'; readonly session: number; readonly inputs: Tensors }
  | { readonly kind: 'close'; readonly session: number }
);

export type DeviceReply = { readonly id: number } & (
  | { readonly kind: 'load'; readonly outcome: Outcome<LoadedSession> }
  | ({ readonly kind: 'run' } & BatchedAnswer)
  | { readonly kind: 'close' }
);

export interface LoadedSession {
  readonly session: number;
  readonly signature: ModelSignature;
}

export interface BatchedAnswer {
  readonly outcome: Outcome<Tensors>;
  /** How many items the batch had, told to one of those that were in it; null to all others. */
  readonly batchSize: number | null;
}
