import cluster, { type Worker } from 'node:cluster';
import { createPatientClock } from '../domain/patient-clock.ts';
import { NO_RESTARTS, type ProcessEnd } from '../domain/process-end.ts';
import { createDealtConnections } from './dealt-connections.ts';
import { createDeviceLosses, type DeviceLosses } from './device-losses.ts';
import { createFindings } from './findings.ts';
import { createGivingWay } from './giving-way.ts';
import { type FromPrimary, type FromServing, readFromServing, writeSetup } from './messages.ts';
import { createRelay, type RelayOptions } from './relay.ts';
import { createRestartPolicy, type RestartPolicy } from './restart-policy.ts';

/** What happens to the serving processes, for the log. */
export type ProcessEvent =
  | { readonly kind: 'replaced'; readonly slot: number; readonly reason: ProcessEnd; readonly how: string }
  | { readonly kind: 'held-back'; readonly slot: number; readonly afterMs: number }
  | { readonly kind: 'given-up'; readonly slot: number; readonly how: string };

export interface PrimaryOptions {
  /** The compiled module that a serving process runs. */
  readonly entry: string;
  readonly processes: number;
  /** What the environment of a place adds to that of the primary. */
  readonly environmentOf: (slot: number) => Readonly<Record<string, string>>;
  /** The variable of the port: a replacement listens where the one before did, also where that was any free port. */
  readonly portVariable: string;
  /** A main thread that says nothing for so long is taken for hung. */
  readonly silenceSeconds: number;
  readonly onEvent: (event: ProcessEvent) => void;
  /** See `RelayOptions`. */
  readonly retireMetrics: RelayOptions['retireMetrics'];
  readonly takeRequest: RelayOptions['takeRequest'];
}

export interface Primary {
  /** Resolves with the exit code when no process is left. */
  readonly ended: Promise<number>;
  /** Has every process answer what it let in, and end. Idempotent. */
  drain(): void;
  /** Ends every process at once. */
  kill(): void;
}

/** A place among the processes; whoever fills it carries out its duties. */
interface Place {
  readonly slot: number;
  readonly policy: RestartPolicy;
  readonly deviceLosses: DeviceLosses;
  worker: Worker | null;
  startedAt: number;
  hasListened: boolean;
  /** What its last sign of life said. */
  canScreen: boolean;
  /** How often the primary has looked since the last sign of life; null before the first. */
  silentLooks: number | null;
  /** Whether it ends, and takes no more connections where another one does. */
  isLeaving: boolean;
  /** Why the primary has ended it. */
  endedFor: ProcessEnd | null;
  /** The exit code that it named, where it was done and could not end by itself. */
  doneWith: number | null;
  waiting: NodeJS.Timeout | null;
}

const UNBORN = {
  startedAt: 0,
  hasListened: false,
  canScreen: false,
  silentLooks: null,
  isLeaving: false,
  endedFor: null,
  doneWith: null,
} as const;
const LOOK_EVERY_MS = 1000;
const EXIT_FAILED = 1;

/**
 * Starts the serving processes and replaces each that ends by itself. The primary answers nothing, loads no model and holds
 * nothing that a process would miss: when it dies, they find their channel closed and drain.
 */
export function superviseProcesses(options: PrimaryOptions): Primary {
  const { entry, environmentOf, portVariable, silenceSeconds, onEvent } = options;
  const findings = createFindings();
  const dealtConnections = createDealtConnections();
  // What a process doubted, its replacement would believe: nothing is known to it of the time before.
  const believedMs = createPatientClock({ onDoubt: () => {} });
  const restarts: Record<ProcessEnd, number> = { ...NO_RESTARTS };
  let port: number | null = null;
  let askedPort: number | null = null;
  let haveAllStarted = false;
  let isStopping = false;
  let exitCode = 0;
  let settle: (exitCode: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    settle = resolve;
  });
  const places = Array.from({ length: options.processes }, (_, slot): Place => {
    const brakes = { policy: createRestartPolicy(), deviceLosses: createDeviceLosses() };
    return { slot, ...brakes, worker: null, waiting: null, ...UNBORN };
  });
  const relay = createRelay({
    slots: places.map(({ slot }) => slot),
    serving: () => serving().map(({ slot }) => slot),
    screening: () =>
      serving()
        .filter(({ canScreen }) => canScreen)
        .map(({ slot }) => slot),
    send(slot, message) {
      const place = places[slot];
      if (place !== undefined) tell(place, message);
    },
    retireMetrics: options.retireMetrics,
    takeRequest: options.takeRequest,
  });
  const givingWay = createGivingWay((slot) => {
    const place = places[slot];
    if (place === undefined) return;
    place.endedFor ??= 'device-lost';
    leave(place);
  });
  // A lone process takes connections off the socket itself; of several each would leave the next one to chance, and so
  // the primary deals them out in turn.
  cluster.schedulingPolicy = places.length === 1 ? cluster.SCHED_NONE : cluster.SCHED_RR;

  function serving(): readonly Place[] {
    return places.filter(({ hasListened, worker }) => hasListened && worker !== null);
  }

  function start(place: Place, isFirst: boolean): void {
    const { slot } = place;
    const setup = {
      slot,
      processes: places.length,
      isFirst,
      restarts,
      ...findings.forSetup(),
      deviceRestMs: place.deviceLosses.restMs(),
      believedMs: believedMs(),
    };
    cluster.setupPrimary({ exec: entry, args: [writeSetup(setup)] });
    // Those that ask for the same port share a socket, also where that is any free one: its number is asked for only when
    // nobody holds it any more.
    if (port !== null && serving().length === 0) askedPort = port;
    const worker = cluster.fork({
      ...environmentOf(slot),
      ...(askedPort !== null && { [portVariable]: String(askedPort) }),
    });
    Object.assign(place, { ...UNBORN, worker, startedAt: performance.now() });
    dealtConnections.watch(worker);
    worker.on('message', (message: unknown) => {
      const known = readFromServing(message);
      if (known !== null) hear(place, known);
    });
    worker.once('listening', (address) => {
      place.hasListened = true;
      givingWay.listens(slot);
      port ??= address.port;
    });
    worker.once('exit', (code: number | null, signal: string | null) => {
      if (place.doneWith === null) end(place, worker, code, signal);
      else end(place, worker, place.doneWith, null);
    });
    // A process that could not be started at all.
    worker.on('error', (error) => {
      if (worker.process.pid === undefined) end(place, worker, EXIT_FAILED, error.message);
    });
  }

  function hear(place: Place, message: FromServing): void {
    if (message.kind === 'alive') Object.assign(place, { silentLooks: 0, canScreen: message.canScreen });
    else if (message.kind === 'linked') tellAgain(place);
    else if (message.kind === 'ready') startOthers();
    else if (message.kind === 'hung') killFor(place, 'hung-inference');
    else if (message.kind === 'done') {
      place.doneWith = message.exitCode;
      place.worker?.process.kill('SIGKILL');
    } else if (message.kind === 'device-back') givingWay.ask(place.slot);
    else if (message.kind === 'ending') leave(place);
    else if (message.kind === 'tls-wanted')
      tell(place, { kind: 'tls-kept', id: message.id, credentials: findings.tls() });
    findings.hear(place.slot, message);
    relay.hear(place.slot, message);
  }

  /** Has it answer what it let in, and end; what comes later is for the others and its replacement. */
  function leave(place: Place): void {
    place.isLeaving = true;
    tell(place, { kind: 'drain', givesWay: !isStopping && serving().some(({ isLeaving }) => !isLeaving) });
  }

  /** A process drops what it is told before it listens, and a signal may come at any time. */
  function tellAgain(place: Place): void {
    tell(place, { kind: 'restarts', restarts });
    if (isStopping) tell(place, { kind: 'drain', givesWay: false });
  }

  /**
   * Once one can screen: it has found all that it needs, so that no two say at the same time what is missing, and its models
   * were not warmed up more slowly for those of the others.
   */
  function startOthers(): void {
    if (haveAllStarted || isStopping) return;
    haveAllStarted = true;
    for (const place of places) if (place.worker === null && place.waiting === null) start(place, true);
  }

  function killFor(place: Place, reason: ProcessEnd): void {
    place.endedFor ??= reason;
    place.worker?.process.kill('SIGKILL');
  }

  function end(place: Place, worker: Worker, code: number | null, signal: string | null): void {
    if (place.worker !== worker) return;
    place.worker = null;
    relay.left(place.slot);
    givingWay.ended(place.slot, place);
    if (isStopping) {
      // A signal that went to all processes ends one that has not begun, and it had let nothing in.
      const hasLost = place.hasListened || signal === 'SIGKILL';
      if (exitCode === 0) exitCode = code ?? (hasLost ? EXIT_FAILED : 0);
      settleWhenEmpty();
      return;
    }
    const how = signal === null ? `exit code ${code}` : signal;
    // What never served says itself what it lacks, and would lack it again.
    if (port === null) {
      onEvent({ kind: 'given-up', slot: place.slot, how });
      exitCode = code === null || code === 0 ? EXIT_FAILED : code;
      drain();
      return;
    }
    const livedMs = performance.now() - place.startedAt;
    const reason = place.endedFor ?? (signal === 'SIGKILL' ? 'killed' : signal === null ? 'exit' : 'crash');
    restarts[reason] += 1;
    place.deviceLosses.ended({ reason, livedMs });
    findings.processEnded(place.slot);
    onEvent({ kind: 'replaced', slot: place.slot, reason, how });
    tellAll({ kind: 'restarts', restarts });
    const afterMs = place.policy.delayAfter({ hasListened: place.hasListened, livedMs });
    if (afterMs > 0) onEvent({ kind: 'held-back', slot: place.slot, afterMs });
    place.waiting = setTimeout(() => start(place, false), afterMs);
  }

  /** Whoever is gone needs no message; that it is gone is seen at its end. */
  function tell({ worker }: Place, message: FromPrimary): void {
    if (worker?.isConnected() === true) worker.send(message, () => {});
  }

  function tellAll(message: FromPrimary): void {
    for (const place of places) tell(place, message);
  }

  /** Counted in looks and not in time: after a pause of the whole machine nobody is late. */
  const looking = setInterval(() => {
    believedMs();
    for (const place of places) {
      if (place.silentLooks === null) continue;
      place.silentLooks += 1;
      if (place.silentLooks * LOOK_EVERY_MS > silenceSeconds * 1000) killFor(place, 'unresponsive');
    }
  }, LOOK_EVERY_MS);

  function settleWhenEmpty(): void {
    if (places.some(({ worker }) => worker !== null)) return;
    clearInterval(looking);
    settle(exitCode);
  }

  function drain(): void {
    isStopping = true;
    for (const { waiting } of places) if (waiting !== null) clearTimeout(waiting);
    tellAll({ kind: 'drain', givesWay: false });
    settleWhenEmpty();
  }

  const [first] = places;
  // Not before who called can drain: a signal that comes as soon as a process can be seen must find somebody.
  queueMicrotask(() => {
    if (first !== undefined && !isStopping) start(first, true);
  });
  return {
    ended,
    drain,
    kill() {
      for (const { worker } of places) worker?.process.kill('SIGKILL');
    },
  };
}
