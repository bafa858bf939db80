import type { Outcome } from '../domain/failure.ts';
import type { RemoteAccess } from '../domain/network/remote-access.ts';
import type { RemoteTime } from '../domain/network/remote-time.ts';
import type { RemoteTraffic } from '../domain/network/remote-traffic.ts';
import type { Provider, RuntimeName } from '../domain/technology/technology.ts';
import type { ModelSignature, Tensors } from '../domain/technology/tensor.ts';
import type { ModelPackage } from './model/model-package.ts';

export interface LoadOptions {
  /** Exactly this provider: a runtime never falls back to another on its own. */
  readonly provider: Provider;
  readonly intraOpThreads: number;
  /** Which other machines may be sent scans; by default none. */
  readonly remoteAccess?: RemoteAccess;
}

/** What a model that runs on another machine has beside its runs. */
export interface RemoteLink {
  /** Whether it is still there, and still the one that was loaded. Fails with `runtime-failed` and why not. */
  probe(): Promise<Outcome<null>>;
  /** How long a request takes that asks for nothing, in milliseconds. Fails as `probe`. */
  emptyRoundTripMs(): Promise<Outcome<number>>;
  /** What its runs have taken since this was asked last, failed ones included. */
  takeSpent(): RemoteTime;
  /** What they have sent and got since this was asked last, failed ones included: what left this machine. */
  takeTraffic(): RemoteTraffic;
}

/** A library that executes models. Adding one means implementing this and passing `tests/contracts/runtime.ts`. */
export interface Runtime {
  readonly name: RuntimeName;
  /** Fails with `runtime-failed` and a sentence that says what is missing. */
  load(model: ModelPackage, options: LoadOptions): Promise<Outcome<LoadedModel>>;
}

export interface LoadedModel {
  /** What the model takes and gives by its own graph; a size that the graph leaves open is a multiple of 1. */
  readonly signature: ModelSignature;
  /**
   * Fails with `runtime-failed` where the runtime refuses the tensors or breaks. Blocks its thread while it runs, unless it runs
   * elsewhere: then it fails at once where the signal is aborted, which others do not heed. The answer shares no memory with
   * the inputs, which may be written over at once.
   */
  run(inputs: Tensors, signal?: AbortSignal): Promise<Outcome<Tensors>>;
  /**
   * Only of a model whose runs are put together with those of other threads: how many items each batch had since this was
   * asked last. A batch is told once, to one of those that were in it.
   */
  takeBatches?(): readonly number[];
  /** Only of a model that runs on another machine. */
  readonly remote?: RemoteLink;
  /** Idempotent; a closed model runs no more, and says so. */
  close(): Promise<void>;
}
