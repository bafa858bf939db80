/** The stages of a screening that a worker times, in order. */
export const WORKER_STAGES = ['decode', 'prepare', 'infer', 'interpret'] as const;
export type WorkerStage = (typeof WORKER_STAGES)[number];

/** How long each stage of one screening took, in milliseconds; a stage that was not run is 0. */
export interface Timings {
  readonly queueMs: number;
  readonly decodeMs: number;
  readonly prepareMs: number;
  readonly inferMs: number;
  readonly interpretMs: number;
  readonly totalMs: number;
}

/** What the worker knows of the timings: all but the wait before it and the whole. */
export type WorkerTimings = Omit<Timings, 'queueMs' | 'totalMs'>;
