import type { MessagePort, Worker } from 'node:worker_threads';
import { type ProvenModel, SESSION_BROKEN } from '../domain/technology.ts';
import type { HelpWanted } from '../inference/spread/tile-helpers.ts';
import { hearThread } from './hear-thread.ts';
import { type IdleThreads, setIdleThreads } from './idle-threads.ts';
import type { RemoteAsked, SessionBroken, ThreadReport } from './messages.ts';
import { createReloadCounts, type ModelReloads } from './model-reloads.ts';
import { createProvenModels, withTriesAhead } from './proven-models.ts';
import { createReplacementBrake, type ReplacementBrake } from './replacement-brake.ts';
import { retryDelayMs } from './retry-delay.ts';
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

/** A thread's place in the pool. A replacement takes over the place, and with it the report until it gives its own. */
export interface Place {
  worker: Worker;
  readonly source: ThreadSource;
  number: number;
  state: 'starting' | 'idle' | 'busy' | 'dead';
  report: ThreadReport | null;
  /** What is still awaited while it starts: its report, and that the pool takes it for ready. They come in any order. */
  awaited: Set<'report' | 'pool'>;
  startedAt: number;
  hasBeenReady: boolean;
  /** What becomes of it when a session in it broke off: it goes on with the others, then it ends as soon as it is idle. */
  fate: 'stays' | 'rests' | 'ends';
  readonly brake: ReplacementBrake;
  /** Threads that ended while they started, one after the other. */
  failedStarts: number;
  /** What its thread lacks of what threads had, how often that was tried in vain, and whether the next try is due. */
  missing: readonly ProvenModel[];
  failedLoads: number;
  isLoadDue: boolean;
}

/** The places of all threads, from each one's start to its end. */
export interface ThreadPlaces {
  readonly all: readonly Readonly<Place>[];
  firstIdle(): Place | undefined;
  setState(place: Place, state: Place['state']): void;
  /** To be called when the pool takes a thread for ready. */
  arrive(worker: Worker | undefined): void;
  reloads(): ModelReloads;
  restarts(): Readonly<Record<string, number>>;
  /** From now on no thread is started and no model loaded that failed before. */
  expectNoMore(): void;
  /** From now on a thread that ends is meant to. */
  expectEnd(): void;
}

export interface PlaceOptions extends ThreadListeners {
  /** What screened in processes before this one. */
  readonly provenModels: readonly ProvenModel[];
  /** A thread of a place says what it loads, or that it loads nothing any more. */
  readonly onLoading: (worker: Worker, technology: string | null) => void;
  /** Has the thread of a place, which has nothing else to do, load models; gives what it has then, or null where it did not come to that. */
  readonly loadAgain: (place: Place, missing: readonly ProvenModel[]) => Promise<ThreadReport | null>;
}

/**
 * Gives each thread its place and follows it.
 *
 * @param sources one for each place
 * @param idleThreads where threads read how many are idle
 */
export function placeThreads(
  sources: readonly ThreadSource[],
  idleThreads: IdleThreads,
  {
    onChange,
    onWorkerEvent,
    onDeviceWanted,
    onHelpWanted,
    onRemoteAsked,
    onLoading,
    loadAgain,
    provenModels,
  }: PlaceOptions,
): ThreadPlaces {
  const places: Place[] = [];
  const restarts: Partial<Record<RestartReason, number>> = {};
  let threadCount = 0;
  const reloads = createReloadCounts();
  const proven = createProvenModels(provenModels);
  let isStopping = false;
  let isEnding = false;
  for (const source of sources) {
    const worker = source.current();
    if (worker === undefined) continue;
    const place: Place = {
      source,
      worker,
      number: 0,
      state: 'starting',
      report: null,
      awaited: new Set(),
      startedAt: 0,
      fate: 'stays',
      brake: createReplacementBrake(),
      hasBeenReady: false,
      failedStarts: 0,
      missing: [],
      failedLoads: 0,
      isLoadDue: false,
    };
    places.push(place);
    occupy(place, worker);
  }

  function setState(place: Place, state: Place['state']): void {
    const isAtItsEnd = state === 'idle' && place.fate === 'ends';
    const loads = state === 'idle' && place.isLoadDue;
    // Until its replacement takes over, which is asked for here, or it has loaded: nothing is handed to it meanwhile.
    place.state = isAtItsEnd || loads ? 'starting' : state;
    if (isAtItsEnd) void place.worker.terminate();
    else if (loads) void loadMissing(place);
    setIdleThreads(idleThreads, places.filter((other) => other.state === 'idle').length);
  }

  function occupy(place: Place, worker: Worker): void {
    place.worker = worker;
    place.number = ++threadCount;
    place.startedAt = performance.now();
    place.fate = 'stays';
    place.isLoadDue = false;
    place.hasBeenReady = false;
    setState(place, 'starting');
    place.awaited = new Set(['report', 'pool']);
    hearThread(worker, {
      onReport: (report) => takeReport(place, report),
      onDeviceWanted,
      onHelpWanted,
      onRemoteAsked,
      onLoading: (technology) => onLoading(worker, technology),
      onSessionBroken: (broken) => replaceInTime(place, broken),
      onEnd: (reason, message) => vacate(place, worker, reason, message),
    });
  }

  function takeReport(place: Place, report: ThreadReport): void {
    const before = place.report;
    proven.remember(report);
    place.missing = proven.missingIn(report);
    place.report = withTriesAhead(report, place.missing);
    // The first report of the first thread is no change; a replacement may lack what the one before it had.
    if (before !== null) {
      for (const change of changesBetween(before, place.report)) onWorkerEvent({ ...change, thread: place.number });
    }
    if (place.awaited.delete('report')) planLoading(place);
    if (place.state === 'starting') arrive(place);
    else onChange();
  }

  /** A model that a thread could not load, although others had: its files are wrong for a while, or memory is short. */
  function planLoading(place: Place): void {
    if (place.missing.length === 0) {
      place.failedLoads = 0;
      return;
    }
    const { worker } = place;
    place.failedLoads += 1;
    setTimeout(() => {
      if (place.worker !== worker || isStopping || place.fate !== 'stays') return;
      place.isLoadDue = true;
      if (place.state === 'idle') setState(place, 'idle');
    }, retryDelayMs(place.failedLoads)).unref();
  }

  /** It counts as one that starts meanwhile: nothing is handed to it, and nobody ends it in the middle. */
  async function loadMissing(place: Place): Promise<void> {
    const { worker, missing } = place;
    place.isLoadDue = false;
    place.awaited = new Set(['report']);
    const report = (await loadAgain(place, missing)) ?? place.report;
    if (report === null || place.worker !== worker || place.state === 'dead') return;
    reloads.count(missing, report);
    takeReport(place, report);
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

  function arrive(place: Place): void {
    if (place.state !== 'starting' || place.awaited.size > 0) return;
    place.failedStarts = 0;
    setState(place, 'idle');
    if (!place.hasBeenReady)
      onWorkerEvent({ kind: 'ready', thread: place.number, startMs: place.report?.startMs ?? 0 });
    place.hasBeenReady = true;
    onChange();
  }

  function vacate(place: Place, worker: Worker, reason: RestartReason, message: string): void {
    onLoading(worker, null);
    if (isEnding || place.worker !== worker || place.state === 'dead') return;
    const cause = place.fate === 'ends' ? 'broken-session' : reason;
    setState(place, 'dead');
    restarts[cause] = (restarts[cause] ?? 0) + 1;
    onWorkerEvent({ kind: 'died', thread: place.number, reason: cause, message });
    const replacement = place.source.current();
    if (replacement === undefined) startLater(place);
    else occupy(place, replacement);
    onChange();
  }

  /** A thread that ended while it started may have lacked what is there in a moment, such as memory. */
  function startLater(place: Place): void {
    place.failedStarts += 1;
    setTimeout(() => {
      if (isStopping) return;
      place.source.renew();
      const worker = place.source.current();
      if (worker !== undefined) occupy(place, worker);
    }, retryDelayMs(place.failedStarts)).unref();
  }

  return {
    all: places,
    firstIdle: () => places.find(({ state }) => state === 'idle'),
    setState,
    arrive(worker) {
      const place = places.find((candidate) => candidate.worker === worker);
      if (place?.awaited.delete('pool') === true) arrive(place);
    },
    reloads: reloads.all,
    restarts: () => ({ ...restarts }),
    expectNoMore() {
      isStopping = true;
    },
    expectEnd() {
      isStopping = true;
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
