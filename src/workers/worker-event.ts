import type { GpuProvider } from '../domain/technology/technology.ts';

/**
 * Why a thread had to be replaced: it threw where nothing catches, it ended by itself, it ran out of memory, or a session
 * in it fails at what it could do before.
 */
export const RESTART_REASONS = ['uncaught-error', 'exit', 'out-of-memory', 'broken-session'] as const;
export type RestartReason = (typeof RESTART_REASONS)[number];

/** What became of a remote technology in one thread: its server went, or is there again. */
export type TechnologyChange =
  | { readonly kind: 'technology-away'; readonly technology: string; readonly message: string }
  | { readonly kind: 'technology-back'; readonly technology: string };

/**
 * What became of computing on GPUs: what the probe of a provider said; that the thread that owns the sessions ended, or that
 * they fail at what they could do before; that a provider computes again after that.
 */
export type DeviceEvent =
  | { readonly kind: 'provider-found'; readonly provider: GpuProvider; readonly probeMs: number }
  | { readonly kind: 'provider-in-software'; readonly provider: GpuProvider; readonly message: string }
  | { readonly kind: 'provider-missing'; readonly provider: GpuProvider; readonly message: string }
  | { readonly kind: 'device-died'; readonly message: string }
  | { readonly kind: 'device-lost'; readonly message: string }
  | { readonly kind: 'device-back'; readonly provider: GpuProvider };

/** What happens to the threads, for the log. `reason` is also the label under which `workerRestarts` counts. */
export type WorkerEvent =
  | DeviceEvent
  | { readonly kind: 'ready'; readonly thread: number; readonly startMs: number }
  | { readonly kind: 'died'; readonly thread: number; readonly reason: RestartReason; readonly message: string }
  | { readonly kind: 'hung'; readonly thread: number; readonly message: string }
  | { readonly kind: 'left-loading'; readonly technologies: readonly string[]; readonly message: string }
  | {
      readonly kind: 'session-broken';
      readonly thread: number;
      readonly technology: string;
      readonly message: string;
      /** So long the thread goes on without it before it is replaced. */
      readonly restMs: number;
    }
  | (TechnologyChange & { readonly thread: number })
  | { readonly kind: 'model-refused'; readonly model: string; readonly message: string };
