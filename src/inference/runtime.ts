import type { Outcome } from '../domain/failure.ts';
import type { Provider, RuntimeName } from '../domain/technology.ts';
import type { ModelPackage } from './model-package.ts';

/** A dense tensor, row-major. A dynamic dimension has its size of the moment here. */
export type Tensor =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'uint8'; readonly dims: readonly number[]; readonly data: Uint8Array }
  | { readonly type: 'uint16'; readonly dims: readonly number[]; readonly data: Uint16Array };

/** Tensors by input or output name. */
export type Tensors = Readonly<Record<string, Tensor>>;

export interface LoadOptions {
  /** Exactly this provider: a runtime never falls back to another on its own. */
  readonly provider: Provider;
  readonly intraOpThreads: number;
}

/** A library that executes models. Adding one means implementing this and passing `tests/contracts/runtime.ts`. */
export interface Runtime {
  readonly name: RuntimeName;
  /** Fails with `runtime-failed` and a sentence that says what is missing. */
  load(model: ModelPackage, options: LoadOptions): Promise<Outcome<LoadedModel>>;
}

export interface LoadedModel {
  /**
   * Fails with `runtime-failed` where the runtime refuses the tensors or breaks. Blocks its thread while it runs. The
   * answer shares no memory with the inputs, which may be written over at once.
   */
  run(inputs: Tensors): Promise<Outcome<Tensors>>;
  /** Idempotent; a closed model runs no more, and says so. */
  close(): Promise<void>;
}
