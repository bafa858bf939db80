import { Worker } from 'node:worker_threads';

/** What the watching thread is told. */
export interface WatchData {
  readonly steps: Int32Array<SharedArrayBuffer>;
  readonly hangSeconds: number;
  /** Who started this process. */
  readonly parent: number;
}

const STEP_MS = 250;

/**
 * Ends this process with SIGALRM when it takes no step for so long, as a model that loops without end keeps it from it, and
 * sooner where whoever started it is gone. Turns of the event loop are steps; gives the function that counts one more, for
 * work that leaves none.
 */
export function watchThisProcess(hangSeconds: number): () => void {
  const steps = new Int32Array(new SharedArrayBuffer(4));
  const step = () => void Atomics.add(steps, 0, 1);
  const data: WatchData = { steps, hangSeconds, parent: process.ppid };
  new Worker(new URL('./process-watch.js', import.meta.url), { workerData: data, execArgv: [] }).unref();
  setInterval(step, STEP_MS).unref();
  return step;
}
