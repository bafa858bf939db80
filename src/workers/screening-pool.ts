import { fileURLToPath } from 'node:url';
import type { MessagePort, Worker } from 'node:worker_threads';
import { move, Piscina, transferableSymbol, valueSymbol } from 'piscina';
import type { DrawJob } from '../domain/draw-job.ts';
import { fail, type Outcome } from '../domain/failure.ts';
import type { InferJob } from '../domain/infer-job.ts';
import type { ScanJob } from '../domain/scan-job.ts';
import type { HelpWanted } from '../inference/spread/tile-helpers.ts';
import { raiseOnAbort } from './call-off.ts';
import type { DeviceWanted } from './device/messages.ts';
import { createIdleThreads, setIdleThreads } from './idle-threads.ts';
import type {
  DrawReply,
  HelpRequest,
  InferReply,
  ScreenTask,
  StartedThreadOptions,
  ThreadOptions,
  ThreadReply,
  ThreadReport,
  ThreadTask,
} from './messages.ts';
import { buffersOfDrawing, buffersOfJob, buffersOfReply, ownBody, ownBytes, ownDrawing } from './move-buffers.ts';
import { createRunWatch } from './run-watch.ts';
import type { RestartReason, TechnologyChange, WorkerEvent } from './worker-event.ts';

export interface PoolOptions {
  readonly workers: number;
  readonly thread: ThreadOptions;
  /** The compiled module that a thread runs. */
  readonly entry: URL;
  /** A thread became ready or died: what waits may be handed out, or must be answered. */
  readonly onChange: () => void;
  readonly onWorkerEvent: (event: WorkerEvent) => void;
  /** A thread wants to be connected with the one that computes on GPUs. */
  readonly onDeviceWanted: (client: MessagePort) => void;
  /** A thread has not come back from one run of a model for `hangSeconds`, and cannot be stopped from inside. */
  readonly onHang: () => void;
  readonly hangSeconds: number;
  /** A thread that screens asks for help with its tiles, because threads are idle. */
  readonly onHelpWanted: (wanted: HelpWanted) => void;
}

export interface ScreeningPool {
  /**
   * Screens in an idle thread, until `callOff` is aborted: then it fails with `deadline-passed` between two stages. Fails
   * with `runtime-failed` where that thread dies or hangs; rejects where it throws, a bug.
   */
  screen(job: ScanJob, callOff: AbortSignal, options: Pick<ScreenTask, 'mayAskForHelp'>): Promise<ThreadReply>;
  /**
   * Has an idle thread take tiles of a scan that another one screens, until none is left. Never fails: whoever leads does
   * what nobody did, and meets what went wrong there.
   */
  help(wanted: HelpWanted): Promise<void>;
  /** Runs a model in an idle thread; fails and rejects as `screen` does. */
  infer(job: InferJob, callOff: AbortSignal): Promise<InferReply>;
  /** Draws a view in an idle thread; fails and rejects as `screen` does. */
  draw(job: DrawJob, callOff: AbortSignal): Promise<DrawReply>;
  threads(): Readonly<Record<'idle' | 'busy' | 'starting' | 'dead', number>>;
  /** What each thread said when it was ready; the report of a dead one stands until its replacement gives its own. */
  reports(): readonly (ThreadReport | null)[];
  restarts(): Readonly<Record<string, number>>;
  /** Ends the threads. Only to be called when none is busy or starting: ending a thread that infers ends the process. */
  destroy(): Promise<void>;
}

/** A thread's place in the pool. A replacement takes over the place, and with it the report until it gives its own. */
interface Place {
  worker: Worker;
  number: number;
  state: 'starting' | 'idle' | 'busy' | 'dead';
  report: ThreadReport | null;
  /** What is still awaited while it starts: its report, and that piscina takes it for ready. They come in any order. */
  awaited: Set<'report' | 'piscina'>;
}

const LOOK_EVERY_MS = 1000;

/** Starts the screening threads. The only file that knows piscina; see `screening-worker.ts` for the other end. */
export function startScreeningPool(options: PoolOptions): ScreeningPool {
  const { workers, thread, entry, onChange, onWorkerEvent, onDeviceWanted, onHelpWanted, hangSeconds } = options;
  const idleThreads = createIdleThreads();
  // The first look may come right after the start: one more, so that nobody has less time than was promised.
  const watch = createRunWatch({ looks: 1 + (hangSeconds * 1000) / LOOK_EVERY_MS, everyMs: LOOK_EVERY_MS });
  const places: Place[] = [];
  const restarts: Partial<Record<RestartReason, number>> = {};
  let threadCount = 0;
  let isEnding = false;
  let chosen: Place | undefined;

  const pool = new Piscina({
    filename: fileURLToPath(entry),
    workerData: { ...thread, idleThreads } satisfies StartedThreadOptions,
    minThreads: workers,
    maxThreads: workers,
    // Waiting is the dispatcher's business: a job that comes here has an idle thread, or it is a bug.
    maxQueue: 0,
    // With atomics a thread sleeps in `Atomics.wait` between jobs and nothing else in it can run; they save microseconds.
    atomics: 'disabled',
    recordTiming: false,
    // Piscina takes a new thread for ready from the start; this hands jobs only to those that have warmed up.
    loadBalancer: (_task, candidates) => {
      chosen = places.find((place) => place.state === 'idle');
      return candidates.find(({ id }) => id === chosen?.worker.threadId) ?? null;
    },
  });
  // Without a listener an uncaught error in an idle thread would end the process; the thread's own events are used.
  pool.on('error', () => {});
  // Piscina announces a thread in the middle of marking it as ready, so its word counts only a microtask later.
  pool.on('workerCreate', ({ id }: { readonly id: number }) => {
    queueMicrotask(() => {
      const place = places.find(({ worker }) => worker.threadId === id);
      if (place !== undefined) arrive(place, 'piscina');
    });
  });
  for (const worker of pool.threads) {
    const place: Place = { worker, number: 0, state: 'starting', report: null, awaited: new Set() };
    places.push(place);
    occupy(place, worker);
  }

  /** The place that piscina was given for the job just handed over: it asks while it is given the job. */
  function takeChosen(): Place | undefined {
    const place = chosen;
    chosen = undefined;
    return place;
  }

  function setState(place: Place, state: Place['state']): void {
    place.state = state;
    setIdleThreads(idleThreads, places.filter((other) => other.state === 'idle').length);
  }

  function occupy(place: Place, worker: Worker): void {
    place.worker = worker;
    place.number = ++threadCount;
    setState(place, 'starting');
    place.awaited = new Set(['report', 'piscina']);
    worker.on('message', (message: unknown) => {
      if (isDeviceWanted(message)) return onDeviceWanted(message.devicePort);
      if (isHelpRequest(message)) return onHelpWanted(message.helpWanted);
      if (!isThreadReport(message)) return;
      const before = place.report;
      place.report = message;
      if (place.state === 'starting') return arrive(place, 'report');
      for (const change of changesBetween(before, message)) onWorkerEvent({ ...change, thread: place.number });
      onChange();
    });
    worker.on('error', (error: unknown) => vacate(place, worker, reasonOf(error), messageOf(error)));
    worker.on('exit', (code) => vacate(place, worker, 'exit', `The thread ended with exit code ${code}.`));
  }

  function arrive(place: Place, what: 'report' | 'piscina'): void {
    place.awaited.delete(what);
    if (place.state !== 'starting' || place.awaited.size > 0) return;
    setState(place, 'idle');
    onWorkerEvent({ kind: 'ready', thread: place.number, startMs: place.report?.startMs ?? 0 });
    onChange();
  }

  /** A thread died. Piscina's own listener ran before this one, so the replacement, if any, is among its threads. */
  function vacate(place: Place, worker: Worker, reason: RestartReason, message: string): void {
    if (isEnding || place.worker !== worker || place.state === 'dead') return;
    setState(place, 'dead');
    restarts[reason] = (restarts[reason] ?? 0) + 1;
    onWorkerEvent({ kind: 'died', thread: place.number, reason, message });
    const replacement = pool.threads.find((candidate) => places.every((other) => other.worker !== candidate));
    if (replacement !== undefined) occupy(place, replacement);
    onChange();
  }

  /**
   * Hands a job to an idle thread, its buffers moved there; fails for `technologies` where the thread dies with it or does
   * not come back from it.
   */
  async function run<Reply>(
    name: 'screenInThread' | 'inferInThread' | 'drawInThread' | 'helpInThread',
    task: ScreenTask | ThreadTask<InferJob | DrawJob | HelpWanted>,
    transferList: ArrayBuffer[],
    technologies: readonly string[],
  ): Promise<Reply | Outcome<never>> {
    const running: Promise<Reply> = pool.run(task, { name, transferList });
    const place = takeChosen();
    const worker = place?.worker;
    if (place !== undefined) setState(place, 'busy');
    const watched = watch.begin(task.callOff);
    let hasHung = false;
    const hung = watched.hung.then(() => {
      hasHung = true;
      onWorkerEvent({ kind: 'hung', thread: place?.number ?? 0, message: `No step for ${hangSeconds} s.` });
      options.onHang();
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
      if (!hasHung && place !== undefined && place.worker === worker && place.state === 'busy') setState(place, 'idle');
    }
  }

  return {
    async screen(job, callOff, { mayAskForHelp }) {
      const owned = ownBytes(job);
      return run(
        'screenInThread',
        { job: owned, callOff: raiseOnAbort(callOff), mayAskForHelp },
        [...buffersOfJob(owned)],
        job.technologies,
      );
    },
    async infer(job, callOff) {
      const owned = { ...job, body: ownBody(job.body) };
      return run(
        'inferInThread',
        { job: owned, callOff: raiseOnAbort(callOff) },
        [owned.body.buffer],
        [job.technology],
      );
    },
    async draw(job, callOff) {
      const owned = ownDrawing(job);
      return run('drawInThread', { job: owned, callOff: raiseOnAbort(callOff) }, [...buffersOfDrawing(owned)], []);
    },
    async help(wanted) {
      try {
        await run('helpInThread', { job: wanted, callOff: raiseOnAbort() }, [], [wanted.technology]);
      } catch {
        // A bug; it comes up again in the thread that leads, where it is passed on.
      }
    },
    threads() {
      const count = { idle: 0, busy: 0, starting: 0, dead: 0 };
      for (const place of places) count[place.state] += 1;
      return count;
    },
    reports: () => places.map((place) => place.report),
    restarts: () => ({ ...restarts }),
    async destroy() {
      isEnding = true;
      watch.stop();
      await pool.destroy();
      for (const place of places) setState(place, 'dead');
    },
  };
}

/** Wraps a reply so that piscina moves the pictures in it to the main thread instead of copying them. */
export function moveReply(reply: ThreadReply): unknown {
  return move({ [transferableSymbol]: buffersOfReply(reply), [valueSymbol]: reply });
}

/** Wraps a picture so that piscina moves it to the main thread instead of copying it. */
export function moveDrawReply(reply: DrawReply): unknown {
  return reply.ok ? move({ [transferableSymbol]: [reply.value.buffer], [valueSymbol]: reply }) : reply;
}

/** Wraps an answer so that piscina moves its bytes to the main thread instead of copying them. */
export function moveInferReply(reply: InferReply): unknown {
  return reply.ok ? move({ [transferableSymbol]: [reply.value.body.buffer], [valueSymbol]: reply }) : reply;
}

/**
 * The scan is not tried again: its bytes were moved and died with the thread. To keep them would mean a second copy of
 * every scan (0.4 ms and 1 MiB for each MiB), for a case that only a bug can bring about, and a scan that has ended one
 * thread would likely end the next.
 */
function threadDied(technologies: readonly string[]): Outcome<never> {
  return threadFailed(technologies, 'The thread that worked on this request died and was replaced; send it again.');
}

function threadHung(technologies: readonly string[], hangSeconds: number): Outcome<never> {
  const message =
    `A run of the model did not come back within ${hangSeconds} s, and the process that serves is replaced: send it ` +
    'again, and if that happens again, to another technology.';
  return threadFailed(technologies, message);
}

function threadFailed(technologies: readonly string[], message: string): Outcome<never> {
  const { failure } = fail('runtime-failed', message);
  const [technology, ...others] = technologies;
  return { ok: false, failure: technology === undefined || others.length > 0 ? failure : { ...failure, technology } };
}

/** Which remote technologies a thread has lost or found again since its last report. */
function changesBetween(before: ThreadReport | null, after: ThreadReport): readonly TechnologyChange[] {
  return after.technologies.flatMap(({ id: technology, reason }): readonly TechnologyChange[] => {
    const was = before?.technologies.find(({ id }) => id === technology)?.reason;
    if (was === reason) return [];
    return [
      reason === null
        ? { kind: 'technology-back', technology }
        : { kind: 'technology-away', technology, message: reason },
    ];
  });
}

function isThreadReport(message: unknown): message is ThreadReport {
  return typeof message === 'object' && message !== null && 'technologies' in message && 'startMs' in message;
}

function isDeviceWanted(message: unknown): message is DeviceWanted {
  return typeof message === 'object' && message !== null && 'devicePort' in message;
}

function isHelpRequest(message: unknown): message is HelpRequest {
  return typeof message === 'object' && message !== null && 'helpWanted' in message;
}

function reasonOf(error: unknown): RestartReason {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'uncaught-error';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
