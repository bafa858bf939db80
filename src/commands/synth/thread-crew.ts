import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker } from 'node:worker_threads';

/** What one numbered piece of work gives. Pieces do not depend on each other. */
export type Task<Result> = (index: number) => Promise<Result>;

export interface Crew<Result> {
  /** The module that a thread runs, by its path from this folder; it ends with `serveTask`. */
  readonly module: string;
  /** What each thread is told in `workerData`. */
  readonly data: unknown;
  readonly jobs: number;
  /** The work is numbers `from` to below `to`. */
  readonly from: number;
  readonly to: number;
  /** Called in the order of the numbers, whichever thread is done first; false ends the work. */
  readonly onResult: (result: Result) => boolean;
}

/** The word that ends a thread once it has nothing left to do. */
const GO_HOME = null;

interface Reply<Result> {
  readonly index: number;
  readonly result: Result;
}

/**
 * Does numbered work in threads, one piece at a time in each. Resolves when the work is done and every thread has ended
 * by itself: to end one that infers would end the process. Rejects with the first error that a thread throws, which is a
 * bug, or that `onResult` throws.
 */
export async function workInThreads<Result>(crew: Crew<Result>): Promise<void> {
  const { data, jobs, from, to, onResult } = crew;
  const entry = compiledEntry(crew.module);
  const waiting = new Map<number, Result>();
  let next = from;
  let awaited = from;
  let isOver = false;
  const bugs: unknown[] = [];

  const takeIn = ({ index, result }: Reply<Result>) => {
    waiting.set(index, result);
    for (let ready = waiting.get(awaited); ready !== undefined && !isOver; ready = waiting.get(awaited)) {
      waiting.delete(awaited++);
      if (!onResult(ready)) isOver = true;
    }
  };
  const threads = Array.from({ length: Math.min(jobs, to - from) }, () => {
    const worker = new Worker(entry, { workerData: data });
    const handOut = () => worker.postMessage(!isOver && bugs.length === 0 && next < to ? next++ : GO_HOME);
    worker.on('message', (reply: Reply<Result>) => {
      try {
        takeIn(reply);
      } catch (bug) {
        bugs.push(bug);
      }
      handOut();
    });
    worker.on('error', (bug) => bugs.push(bug));
    handOut();
    return new Promise<void>((resolve) => worker.on('exit', () => resolve()));
  });
  await Promise.all(threads);
  if (bugs.length > 0) throw bugs[0];
}

/** The other end of `workInThreads`: answers each number that comes with its result, until it is sent home. */
export function serveTask<Result>(task: Task<Result>, close: () => Promise<void> = async () => {}): void {
  const port = parentPort;
  if (port === null) throw new Error('serveTask was called outside a thread');
  port.on('message', async (index: number | typeof GO_HOME) => {
    if (index === GO_HOME) {
      await close();
      port.close();
    } else port.postMessage({ index, result: await task(index) } satisfies Reply<Result>);
  });
}

/** Threads run compiled code: where this file is loaded as TypeScript, as the tests do, it lies under `dist`. */
function compiledEntry(module: string): URL {
  const folder = import.meta.url.endsWith('.js') ? '.' : '../../../dist/src/commands/synth';
  const entry = new URL(`${folder}/${module}.js`, import.meta.url);
  if (!existsSync(entry)) throw new Error(`${fileURLToPath(entry)} is missing: run "npm run build" first.`);
  return entry;
}
