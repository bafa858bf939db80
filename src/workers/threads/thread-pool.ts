import { fileURLToPath } from 'node:url';
import { move, Piscina, transferableSymbol, valueSymbol } from 'piscina';
import type { Outcome } from '../../domain/failure.ts';
import type { ProvenModel } from '../../domain/technology/technology.ts';
import '../../formats/sharp.ts';
import { raiseOnAbort } from '../call-off.ts';
import { createIdleThreads } from '../idle-threads.ts';
import type { StartedThreadOptions, ThreadOptions, ThreadReport, ThreadTask } from '../messages.ts';
import type { ModelReloads } from '../technologies/model-reloads.ts';
import { createLoadWatch } from './load-watch.ts';
import { createRunWatch } from './run-watch.ts';
import { threadDied, threadHung } from './thread-failures.ts';
import type { PlaceState, ThreadListeners, ThreadSource } from './thread-place.ts';
import { placeThreads } from './thread-places.ts';

export interface ThreadPoolOptions extends ThreadListeners {
  readonly workers: number;
  readonly thread: ThreadOptions;
  /** The compiled module that a thread runs. */
  readonly entry: URL;
  /** A thread has not come back from one run of a model for `hangSeconds`, and cannot be stopped from inside. */
  readonly onHang: () => void;
  readonly hangSeconds: number;
  /** The same for loading a model and screening once with it. */
  readonly onLoadHang: (technology: string) => void;
  readonly loadSeconds: number;
  /** What screened in processes before this one. */
  readonly provenModels: readonly ProvenModel[];
}

/** A task for the function of this name that the entry exports. */
export interface NamedTask {
  readonly name: string;
  readonly task: ThreadTask<unknown>;
  /** What is moved to the thread with the task. */
  readonly buffers: readonly ArrayBuffer[];
  /** For whom it fails where the thread does not live through it. */
  readonly technologies: readonly string[];
}

export interface ThreadPool {
  /** Has an idle thread do a task; fails where the thread dies with it or does not come back from it, rejects where it throws. */
  run<Reply>(task: NamedTask): Promise<Reply | Outcome<never>>;
  threads(): Readonly<Record<PlaceState, number>>;
  /** What each thread said when it was ready; the report of a dead one stands until its replacement gives its own. */
  reports(): readonly (ThreadReport | null)[];
  restarts(): Readonly<Record<string, number>>;
  reloads(): ModelReloads;
  /**
   * Has threads that start leave out the models that they have not begun to load, and starts no other: nobody waits for
   * these any more.
   */
  hurryUp(): void;
  /** The technologies on the CPU that threads load now. */
  loading(): readonly string[];
  /** Ends the threads. Only to be called when none is busy or starting: ending a thread that infers ends the process. */
  destroy(): Promise<void>;
}

const LOOK_EVERY_MS = 1000;

/** Starts threads and replaces those that die. The only file that knows piscina. */
export function startThreadPool(options: ThreadPoolOptions): ThreadPool {
  const { workers, thread, entry, onWorkerEvent, onHang, hangSeconds, loadSeconds } = options;
  const idleThreads = createIdleThreads();
  // The first look may come right after the start: one more, so that nobody has less time than was promised.
  const watch = createRunWatch({ looks: 1 + (hangSeconds * 1000) / LOOK_EVERY_MS, everyMs: LOOK_EVERY_MS });
  const loadWatch = createLoadWatch({
    looks: 1 + (loadSeconds * 1000) / LOOK_EVERY_MS,
    everyMs: LOOK_EVERY_MS,
    onHang(thread, technology) {
      const number = places.all.find(({ worker }) => worker === thread)?.number ?? 0;
      const message = `${technology} did not come back from being loaded and screening once within ${loadSeconds} s.`;
      onWorkerEvent({ kind: 'hung', thread: number, message });
      options.onLoadHang(technology);
    },
  });
  const ending = new AbortController();
  const threadData: StartedThreadOptions = { ...thread, idleThreads, ending: raiseOnAbort(ending.signal) };

  function startThread(): Piscina {
    const started = new Piscina({
      filename: fileURLToPath(entry),
      workerData: threadData,
      minThreads: 1,
      maxThreads: 1,
      // Waiting is the dispatcher's business: a job that comes here has an idle thread, or it is a bug.
      maxQueue: 0,
      // With atomics a thread sleeps in `Atomics.wait` between jobs and nothing else in it can run; they save microseconds.
      atomics: 'disabled',
      recordTiming: false,
    });
    // Without a listener an uncaught error in an idle thread would end the process; the thread's own events are used.
    started.on('error', () => {});
    // Piscina announces a thread in the middle of marking it as ready, so its word counts only a microtask later.
    started.on('workerCreate', () => queueMicrotask(() => places.arrive(started.threads[0])));
    return started;
  }

  // A pool of its own for each thread: one whose thread ends while it starts never replaces any again.
  const pools = new Map<ThreadSource, Piscina>();
  for (let slot = 0; slot < workers; slot++) {
    const source: ThreadSource = {
      current: () => pools.get(source)?.threads[0],
      renew() {
        void pools.get(source)?.destroy();
        pools.set(source, startThread());
      },
    };
    source.renew();
  }

  function handTo<Reply>(
    source: ThreadSource | undefined,
    { name, task, buffers }: Omit<NamedTask, 'technologies'>,
  ): Promise<Reply> {
    const pool = source === undefined ? undefined : pools.get(source);
    if (pool === undefined) return Promise.reject(new Error('No thread is idle: a job was handed out too early.'));
    return pool.run(task, { name, transferList: [...buffers] });
  }

  async function loadAgain(source: ThreadSource, missing: readonly ProvenModel[]): Promise<ThreadReport | null> {
    const task = { job: missing, callOff: raiseOnAbort() };
    return handTo<ThreadReport>(source, { name: 'loadInThread', task, buffers: [] }).catch(() => null);
  }

  // Piscina's own listeners come first: it has replaced a thread by the time that these hear of its end.
  const places = placeThreads([...pools.keys()], idleThreads, { ...options, loadAgain, onLoading: loadWatch.note });

  return {
    async run<Reply>(named: NamedTask) {
      const { task, technologies } = named;
      const place = places.firstIdle();
      const running = handTo<Reply>(place?.source, named);
      const worker = place?.worker;
      place?.setState('busy');
      const watched = watch.begin(task.callOff);
      let hasHung = false;
      const hung = watched.hung.then(() => {
        hasHung = true;
        onWorkerEvent({ kind: 'hung', thread: place?.number ?? 0, message: `No step for ${hangSeconds} s.` });
        onHang();
        return threadHung(technologies, hangSeconds);
      });
      try {
        return await Promise.race([running, hung]);
      } catch (error) {
        if (place?.worker === worker && place?.state !== 'dead') throw error;
        return threadDied(technologies);
      } finally {
        watched.end();
        // A thread that hangs stays busy: nothing is to be handed to it.
        const isFree = !hasHung && place?.worker === worker && place?.state === 'busy';
        if (isFree) place?.setState('idle');
      }
    },
    threads() {
      const count = { idle: 0, busy: 0, starting: 0, dead: 0 };
      for (const { state } of places.all) count[state] += 1;
      return count;
    },
    reports: () => places.all.map(({ report }) => report),
    restarts: places.restarts,
    reloads: places.reloads,
    hurryUp() {
      ending.abort();
      places.expectNoMore();
    },
    loading: loadWatch.technologies,
    async destroy() {
      places.expectEnd();
      watch.stop();
      loadWatch.stop();
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      for (const place of places.all) place.setState('dead');
    },
  };
}

/** Wraps a thread's answer so that these buffers in it are moved to the main thread instead of copied. */
export function moveAnswer(answer: object, buffers: readonly ArrayBuffer[]): unknown {
  return move({ [transferableSymbol]: buffers, [valueSymbol]: answer });
}
