import type { MessagePort, Worker } from 'node:worker_threads';
import { type ProvenModel, SESSION_BROKEN } from '../../domain/technology/technology.ts';
import type { HelpWanted } from '../../inference/spread/tile-helpers.ts';
import type { RemoteAsked, SessionBroken, ThreadReport } from '../messages.ts';
import { retryDelayMs } from '../retry-delay.ts';
import { type ProvenModels, withTriesAhead } from '../technologies/proven-models.ts';
import { changesBetween } from '../technologies/technology-changes.ts';
import type { RestartReason, WorkerEvent } from '../worker-event.ts';
import { hearThread } from './hear-thread.ts';
import { createReplacementBrake } from './replacement-brake.ts';

/** Who is told what threads say, and what becomes of them. */
export interface ThreadListeners {
  /** A thread became ready or died: what waits may be handed out, or must be answered. */
  readonly onChange: () => void;
  readonly onWorkerEvent: (event: WorkerEvent) => void;
  /** A thread wants to be connected with the one that computes on GPUs. */
  readonly onDeviceWanted: (client: MessagePort) => void;
  /** A thread that screens asks for help with its tiles, because threads are idle. */
  readonly onHelpWanted: (wanted: HelpWanted) => void;
  /** A thread has asked another machine, and had its answers or not. */
  readonly onRemoteAsked: (asked: RemoteAsked['asked']) => void;
}

/** Where the thread of a place comes from. */
export interface ThreadSource {
  /** The thread that is there; when one has ended its replacement, or nothing where it ended while it started. */
  current(): Worker | undefined;
  /** Starts a thread where there is none. */
  renew(): void;
}

export type PlaceState = 'starting' | 'idle' | 'busy' | 'dead';

/** A thread's place in the pool. A replacement takes over the place, and with it the report until it gives its own. */
export interface ThreadPlace {
  readonly source: ThreadSource;
  readonly worker: Worker;
  readonly number: number;
  readonly state: PlaceState;
  readonly report: ThreadReport | null;
  setState(state: PlaceState): void;
  /** To be called when the pool takes its thread for ready. */
  arrive(): void;
}

/** What the places of a pool have in common. */
export interface Surroundings extends ThreadListeners {
  /** Whether threads are there to stay, no other is started and nothing loaded again, or each that ends is meant to. */
  phase(): 'serving' | 'stopping' | 'ending';
  /** Each thread has a number of its own. */
  nextNumber(): number;
  readonly proven: ProvenModels;
  readonly onState: () => void;
  readonly onRestart: (cause: RestartReason) => void;
  /** A thread of a place says what it loads, or that it loads nothing any more. */
  readonly onLoading: (worker: Worker, technology: string | null) => void;
  /** Has the thread of a place, which has nothing else to do, load models; gives what it has then, or null where it did not come to that. */
  readonly loadAgain: (source: ThreadSource, missing: readonly ProvenModel[]) => Promise<ThreadReport | null>;
  readonly onLoadedAgain: (missing: readonly ProvenModel[], report: ThreadReport) => void;
}

/** Gives a thread its place and follows it, and those that come after it. */
export function openPlace(source: ThreadSource, first: Worker, around: Surroundings): ThreadPlace {
  const { proven, onChange, onWorkerEvent } = around;
  const brake = createReplacementBrake();
  let worker = first;
  let number = 0;
  let startedAt = 0;
  let state: PlaceState = 'starting';
  let report: ThreadReport | null = null;
  // What is still awaited while it starts: its report, and that the pool takes it for ready. They come in any order.
  let awaited = new Set<'report' | 'pool'>();
  let hasBeenReady = false;
  // What becomes of it when a session in it broke off: it goes on with the others, then it ends as soon as it is idle.
  let fate: 'stays' | 'rests' | 'ends' = 'stays';
  // Threads that ended while they started, one after the other.
  let failedStarts = 0;
  // What its thread lacks of what threads had, how often that was tried in vain, and whether the next try is due.
  let missing: readonly ProvenModel[] = [];
  let failedLoads = 0;
  let isLoadDue = false;

  function setState(next: PlaceState): void {
    const isAtItsEnd = next === 'idle' && fate === 'ends';
    const loads = next === 'idle' && isLoadDue;
    // Until its replacement takes over, which is asked for here, or it has loaded: nothing is handed to it meanwhile.
    state = isAtItsEnd || loads ? 'starting' : next;
    if (isAtItsEnd) void worker.terminate();
    else if (loads) void loadMissing();
    around.onState();
  }

  function occupy(own: Worker): void {
    worker = own;
    number = around.nextNumber();
    startedAt = performance.now();
    fate = 'stays';
    isLoadDue = false;
    hasBeenReady = false;
    setState('starting');
    awaited = new Set(['report', 'pool']);
    hearThread(own, {
      onReport: takeReport,
      onDeviceWanted: around.onDeviceWanted,
      onHelpWanted: around.onHelpWanted,
      onRemoteAsked: around.onRemoteAsked,
      onLoading: (technology) => around.onLoading(own, technology),
      onSessionBroken: replaceInTime,
      onEnd: (reason, message) => vacate(own, reason, message),
    });
  }

  function takeReport(given: ThreadReport): void {
    const before = report;
    proven.remember(given);
    missing = proven.missingIn(given);
    report = withTriesAhead(given, missing);
    // The first report of the first thread is no change; a replacement may lack what the one before it had.
    if (before !== null)
      for (const change of changesBetween(before, report)) onWorkerEvent({ ...change, thread: number });
    if (awaited.delete('report')) planLoading();
    if (state === 'starting') beReady();
    else onChange();
  }

  /** A model that a thread could not load, although others had: its files are wrong for a while, or memory is short. */
  function planLoading(): void {
    if (missing.length === 0) {
      failedLoads = 0;
      return;
    }
    const own = worker;
    failedLoads += 1;
    setTimeout(() => {
      if (worker !== own || around.phase() !== 'serving' || fate !== 'stays') return;
      isLoadDue = true;
      if (state === 'idle') setState('idle');
    }, retryDelayMs(failedLoads)).unref();
  }

  /** It counts as one that starts meanwhile: nothing is handed to it, and nobody ends it in the middle. */
  async function loadMissing(): Promise<void> {
    const own = worker;
    const wanted = missing;
    isLoadDue = false;
    awaited = new Set(['report']);
    const given = (await around.loadAgain(source, wanted)) ?? report;
    if (given === null || worker !== own || state === 'dead') return;
    around.onLoadedAgain(wanted, given);
    takeReport(given);
  }

  /** While it rests the technology is away; where it does not, others have it, or scans wait as for a thread that died. */
  function replaceInTime({ technology, message }: SessionBroken['broken']): void {
    if (fate === 'rests') putAway(technology);
    if (fate !== 'stays') return;
    const own = worker;
    const restMs = brake.restMs(performance.now() - startedAt);
    onWorkerEvent({ kind: 'session-broken', thread: number, technology, message, restMs });
    const end = () => {
      if (worker !== own || around.phase() === 'ending') return;
      fate = 'ends';
      if (state === 'idle') setState('idle');
    };
    if (restMs === 0) {
      end();
      return;
    }
    fate = 'rests';
    putAway(technology);
    setTimeout(end, restMs).unref();
  }

  function putAway(technology: string): void {
    if (report !== null) report = withBrokenSession(report, technology);
    onChange();
  }

  function beReady(): void {
    if (state !== 'starting' || awaited.size > 0) return;
    failedStarts = 0;
    setState('idle');
    if (!hasBeenReady) onWorkerEvent({ kind: 'ready', thread: number, startMs: report?.startMs ?? 0 });
    hasBeenReady = true;
    onChange();
  }

  function vacate(own: Worker, reason: RestartReason, message: string): void {
    around.onLoading(own, null);
    if (around.phase() === 'ending' || worker !== own || state === 'dead') return;
    const cause = fate === 'ends' ? 'broken-session' : reason;
    setState('dead');
    around.onRestart(cause);
    onWorkerEvent({ kind: 'died', thread: number, reason: cause, message });
    const replacement = source.current();
    if (replacement === undefined) startLater();
    else occupy(replacement);
    onChange();
  }

  /** A thread that ended while it started may have lacked what is there in a moment, such as memory. */
  function startLater(): void {
    failedStarts += 1;
    setTimeout(() => {
      if (around.phase() !== 'serving') return;
      source.renew();
      const replacement = source.current();
      if (replacement !== undefined) occupy(replacement);
    }, retryDelayMs(failedStarts)).unref();
  }

  occupy(first);
  return {
    source,
    get worker() {
      return worker;
    },
    get number() {
      return number;
    },
    get state() {
      return state;
    },
    get report() {
      return report;
    },
    setState,
    arrive() {
      if (awaited.delete('pool')) beReady();
    },
  };
}

function withBrokenSession(report: ThreadReport, technology: string): ThreadReport {
  const technologies = report.technologies.map((known) =>
    known.id === technology ? { ...known, reason: SESSION_BROKEN } : known,
  );
  return { ...report, technologies };
}
