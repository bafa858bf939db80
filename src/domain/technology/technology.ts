import type { OperatingPoint } from './operating-point.ts';

export const RUNTIMES = ['onnx', 'tfjs', 'remote', 'null'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

/** ONNX Runtime's own words for computing on a GPU. */
export const GPU_PROVIDERS = ['cuda', 'tensorrt', 'webgpu'] as const;
export type GpuProvider = (typeof GPU_PROVIDERS)[number];

/** What a host can be asked for: ONNX Runtime's own words. `null` has none and reports `cpu`. */
export const HOST_PROVIDERS = ['cpu', ...GPU_PROVIDERS] as const;

/**
 * What models run on. TensorFlow.js has two words for the CPU: TensorFlow's C library in `node`, or WebAssembly. Of a model
 * on another server only the way to it is known: `http`.
 */
export const PROVIDERS = [...HOST_PROVIDERS, 'node', 'wasm', 'http'] as const;
export type Provider = (typeof PROVIDERS)[number];

export function isGpuProvider(provider: Provider): provider is GpuProvider {
  return GPU_PROVIDERS.some((name) => name === provider);
}

export const PRECISIONS = ['fp32', 'fp16', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

export interface TechnologyIdentity {
  /** `<model>@<runtime>-<provider>`, e.g. `local-contrast@onnx-cpu`. */
  readonly id: string;
  readonly model: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly runtime: RuntimeName;
  readonly provider: Provider;
  readonly precision: Precision;
  /** Whether its maps and boxes say where something is; a model of one score marks all that it judged. */
  readonly tellsPlaces: boolean;
  readonly operatingPoint: OperatingPoint;
}

/** The frozen whole that is compared: model hash, runtime, provider, precision and operating point. */
export type Technology = TechnologyIdentity &
  ({ readonly state: 'ready'; readonly reason: null } | { readonly state: 'unavailable'; readonly reason: string });

/** Whether a technology is computed by a CPU of this machine: GPUs and other servers have watches of their own. */
export function isOnOwnCpu({ runtime, provider }: Pick<TechnologyIdentity, 'runtime' | 'provider'>): boolean {
  return runtime !== 'remote' && !isGpuProvider(provider);
}

/** A technology on the CPU that has screened in this service, as it did. */
export interface ProvenModel {
  readonly id: string;
  /** Of its weights and of how they are used: with another one it would be another technology. */
  readonly hash: string;
}

/** The same with what is told of it, where its manifest cannot be read any more. */
export interface ProvenTechnology extends ProvenModel {
  readonly identity: TechnologyIdentity;
}

/** The reason of a technology on the CPU that comes back by itself. */
export const SESSION_BROKEN =
  'Its session fails at what it could do before; the thread that has it is replaced within a minute.';

/** How the reason of a technology on the CPU ends that a thread could not load anew. */
export const LOADED_AGAIN = 'It is tried again, at last every minute, and is back when it loads.';

/** `<model>@<runtime>-<provider>`. */
export function technologyId(model: string, runtime: RuntimeName, provider: Provider): string {
  return `${model}@${runtime}-${provider}`;
}
