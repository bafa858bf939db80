/** How long each stage of one screening took, in milliseconds; a stage that was not run is 0. */
export interface Timings {
  readonly queueMs: number;
  readonly decodeMs: number;
  readonly prepareMs: number;
  readonly inferMs: number;
  readonly interpretMs: number;
  /** From the whole body to the answer, less what the scan's other technologies took. */
  readonly totalMs: number;
}

/** What the worker knows of the timings: all but the wait before it and the whole. */
export type WorkerTimings = Omit<Timings, 'queueMs' | 'totalMs'>;
