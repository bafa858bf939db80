/** Why a thread had to be replaced: it threw where nothing catches, it ended by itself, or it ran out of memory. */
export const RESTART_REASONS = ['uncaught-error', 'exit', 'out-of-memory'] as const;
export type RestartReason = (typeof RESTART_REASONS)[number];

/** What happens to the threads, for the log. `reason` is also the label under which `workerRestarts` counts. */
export type WorkerEvent =
  | { readonly kind: 'ready'; readonly thread: number; readonly startMs: number }
  | { readonly kind: 'died'; readonly thread: number; readonly reason: RestartReason; readonly message: string }
  | { readonly kind: 'model-refused'; readonly model: string; readonly message: string };
