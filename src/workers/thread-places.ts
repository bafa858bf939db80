import type { MessagePort, Worker } from 'node:worker_threads';
import { SESSION_BROKEN } from '../domain/technology.ts';
import type { HelpWanted } from '../inference/spread/tile-helpers.ts';
import { hearThread } from './hear-thread.ts';
import { type IdleThreads, setIdleThreads } from './idle-threads.ts';
import type { SessionBroken, ThreadReport } from './messages.ts';
import { createReplacementBrake, type ReplacementBrake } from './replacement-brake.ts';
import { changesBetween } from './technology-changes.ts';
import type { RestartReason, WorkerEvent } from './worker-event.ts';

/** Who is told what threads say, and what becomes of them. */
export interface ThreadListeners {
  /** A thread became ready or died: what waits may be handed out, or must be answered. */
  readonly onChange: () => void;
  readonly onWorkerEvent: (event: WorkerEvent) => void;
  /** A thread wants to be connected with the one that computes on GPUs. */
  readonly onDeviceWanted: (client: MessagePort) => void;
  /** A thread that screens asks for help with its tiles, because threads are idle. */
  readonly onHelpWanted: (wanted: HelpWanted) => void;
}

/** A thread's place in the pool. A replacement takes over the place, and with it the report until it gives its own. */
export interface Place {
  worker: Worker;
  number: number;
  state: 'starting' | 'idle' | 'busy' | 'dead';
  report: ThreadReport | null;
  /** What is still awaited while it starts: its report, and that the pool takes it for ready. They come in any order. */
  awaited: Set<'report' | 'pool'>;
  startedAt: number;
  /** What becomes of it when a session in it broke off: it goes on with the others, then it ends as soon as it is idle. */
  fate: 'stays' | 'rests' | 'ends';
  readonly brake: ReplacementBrake;
}

/** The places of all threads, from each one's start to its end. */
export interface ThreadPlaces {
  readonly all: readonly Readonly<Place>[];
  firstIdle(): Place | undefined;
  setState(place: Place, state: Place['state']): void;
  /** To be called when the pool takes a thread for ready. */
  arrive(threadId: number): void;
  restarts(): Readonly<Record<string, number>>;
  /** From now on a thread that ends is meant to. */
  expectEnd(): void;
}

/**
 * Gives each thread its place and follows it.
 *
 * @param threads those of the pool; when one has ended, its replacement is among them
 * @param idleThreads where threads read how many are idle
 */
export function placeThreads(
  threads: () => readonly Worker[],
  idleThreads: IdleThreads,
  { onChange, onWorkerEvent, onDeviceWanted, onHelpWanted }: ThreadListeners,
): ThreadPlaces {
  const places: Place[] = [];
  const restarts: Partial<Record<RestartReason, number>> = {};
  let threadCount = 0;
  let isEnding = false;
  for (const worker of threads()) {
    const place: Place = {
      worker,
      number: 0,
      state: 'starting',
      report: null,
      awaited: new Set(),
      startedAt: 0,
      fate: 'stays',
      brake: createReplacementBrake(),
    };
    places.push(place);
    occupy(place, worker);
  }

  function setState(place: Place, state: Place['state']): void {
    const isAtItsEnd = state === 'idle' && place.fate === 'ends';
    // Until its replacement takes over, which is asked for here: nothing is handed to it any more.
    place.state = isAtItsEnd ? 'starting' : state;
    if (isAtItsEnd) void place.worker.terminate();
    setIdleThreads(idleThreads, places.filter((other) => other.state === 'idle').length);
  }

  function occupy(place: Place, worker: Worker): void {
    place.worker = worker;
    place.number = ++threadCount;
    place.startedAt = performance.now();
    place.fate = 'stays';
    setState(place, 'starting');
    place.awaited = new Set(['report', 'pool']);
    hearThread(worker, {
      onReport: (report) => takeReport(place, report),
      onDeviceWanted,
      onHelpWanted,
      onSessionBroken: (broken) => replaceInTime(place, broken),
      onEnd: (reason, message) => vacate(place, worker, reason, message),
    });
  }

  function takeReport(place: Place, report: ThreadReport): void {
    const before = place.report;
    place.report = report;
    if (place.state === 'starting') {
      arrive(place, 'report');
      return;
    }
    for (const change of changesBetween(before, report)) onWorkerEvent({ ...change, thread: place.number });
    onChange();
  }

  /** While it rests the technology is away; where it does not, others have it, or scans wait as for a thread that died. */
  function replaceInTime(place: Place, { technology, message }: SessionBroken['broken']): void {
    if (place.fate === 'rests') putAway(place, technology);
    if (place.fate !== 'stays') return;
    const { worker, number } = place;
    const restMs = place.brake.restMs(performance.now() - place.startedAt);
    onWorkerEvent({ kind: 'session-broken', thread: number, technology, message, restMs });
    const end = () => {
      if (place.worker !== worker || isEnding) return;
      place.fate = 'ends';
      if (place.state === 'idle') setState(place, 'idle');
    };
    if (restMs === 0) {
      end();
      return;
    }
    place.fate = 'rests';
    putAway(place, technology);
    setTimeout(end, restMs).unref();
  }

  function putAway(place: Place, technology: string): void {
    if (place.report !== null) place.report = withBrokenSession(place.report, technology);
    onChange();
  }

  function arrive(place: Place, what: 'report' | 'pool'): void {
    place.awaited.delete(what);
    if (place.state !== 'starting' || place.awaited.size > 0) return;
    setState(place, 'idle');
    onWorkerEvent({ kind: 'ready', thread: place.number, startMs: place.report?.startMs ?? 0 });
    onChange();
  }

  function vacate(place: Place, worker: Worker, reason: RestartReason, message: string): void {
    if (isEnding || place.worker !== worker || place.state === 'dead') return;
    const cause = place.fate === 'ends' ? 'broken-session' : reason;
    setState(place, 'dead');
    restarts[cause] = (restarts[cause] ?? 0) + 1;
    onWorkerEvent({ kind: 'died', thread: place.number, reason: cause, message });
    const replacement = threads().find((candidate) => places.every((other) => other.worker !== candidate));
    if (replacement !== undefined) occupy(place, replacement);
    onChange();
  }

  return {
    all: places,
    firstIdle: () => places.find(({ state }) => state === 'idle'),
    setState,
    arrive(threadId) {
      const place = places.find(({ worker }) => worker.threadId === threadId);
      if (place !== undefined) arrive(place, 'pool');
    },
    restarts: () => ({ ...restarts }),
    expectEnd() {
      isEnding = true;
    },
  };
}

function withBrokenSession(report: ThreadReport, technology: string): ThreadReport {
  const technologies = report.technologies.map((known) =>
    known.id === technology ? { ...known, reason: SESSION_BROKEN } : known,
  );
  return { ...report, technologies };
}
