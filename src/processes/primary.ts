import cluster from 'node:cluster';
import { NO_RESTARTS, type ProcessEnd } from '../domain/service/process-end.ts';
import { createPatientClock } from '../domain/time/patient-clock.ts';
import { createDealtConnections } from './dealt-connections.ts';
import { createDeviceLosses, type DeviceLosses } from './device-losses.ts';
import { createFindings } from './findings.ts';
import { createGivingWay } from './giving-way.ts';
import type { FromPrimary, FromServing } from './messages.ts';
import { createRelay, type RelayOptions } from './relay.ts';
import { createRestartPolicy, type RestartPolicy } from './restart-policy.ts';
import { createServingPlace, type PlaceEnd, type ServingPlace } from './serving-place.ts';

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

/** A place, and what becomes of it when its process has ended. */
interface Place {
  readonly serving: ServingPlace;
  readonly policy: RestartPolicy;
  readonly deviceLosses: DeviceLosses;
  waiting: NodeJS.Timeout | null;
}

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
    const place: Place = {
      serving: createServingPlace({
        slot,
        entry,
        dealtConnections,
        onMessage: (message) => hear(place.serving, message),
        onListening(itsPort) {
          givingWay.listens(slot);
          port ??= itsPort;
        },
        onEnd: (end) => follow(place, end),
      }),
      policy: createRestartPolicy(),
      deviceLosses: createDeviceLosses(),
      waiting: null,
    };
    return place;
  });
  const relay = createRelay({
    slots: places.map(({ serving }) => serving.slot),
    serving: () => servingPlaces().map(({ slot }) => slot),
    screening: () =>
      servingPlaces()
        .filter((serving) => serving.canScreen())
        .map(({ slot }) => slot),
    send: (slot, message) => places[slot]?.serving.tell(message),
    retireMetrics: options.retireMetrics,
    takeRequest: options.takeRequest,
  });
  const givingWay = createGivingWay((slot) => {
    const place = places[slot];
    if (place !== undefined) leave(place.serving, 'device-lost');
  });
  // A lone process takes connections off the socket itself; of several each would leave the next one to chance, and so
  // the primary deals them out in turn.
  cluster.schedulingPolicy = places.length === 1 ? cluster.SCHED_NONE : cluster.SCHED_RR;

  function servingPlaces(): readonly ServingPlace[] {
    return places.map(({ serving }) => serving).filter((serving) => serving.isServing());
  }

  function start({ serving, deviceLosses }: Place, isFirst: boolean): void {
    const { slot } = serving;
    // Those that ask for the same port share a socket, also where that is any free one: its number is asked for only when
    // nobody holds it any more.
    if (port !== null && servingPlaces().length === 0) askedPort = port;
    serving.start({
      setup: {
        slot,
        processes: places.length,
        isFirst,
        restarts,
        ...findings.forSetup(),
        deviceRestMs: deviceLosses.restMs(),
        believedMs: believedMs(),
      },
      environment: {
        ...environmentOf(slot),
        ...(askedPort !== null && { [portVariable]: String(askedPort) }),
      },
    });
  }

  function hear(serving: ServingPlace, message: FromServing): void {
    if (message.kind === 'linked') tellAgain(serving);
    else if (message.kind === 'ready') startOthers();
    else if (message.kind === 'device-back') givingWay.ask(serving.slot);
    else if (message.kind === 'ending') leave(serving);
    else if (message.kind === 'tls-wanted')
      serving.tell({ kind: 'tls-kept', id: message.id, credentials: findings.tls() });
    findings.hear(serving.slot, message);
    relay.hear(serving.slot, message);
  }

  /** What comes later is for the others and its replacement. */
  function leave(serving: ServingPlace, reason?: ProcessEnd): void {
    const isAnyLeft = servingPlaces().some((other) => other !== serving && !other.isLeaving());
    serving.leave({ givesWay: !isStopping && isAnyLeft, reason });
  }

  /** A process drops what it is told before it listens, and a signal may come at any time. */
  function tellAgain(serving: ServingPlace): void {
    serving.tell({ kind: 'restarts', restarts });
    if (isStopping) serving.tell({ kind: 'drain', givesWay: false });
  }

  /**
   * Once one can screen: it has found all that it needs, so that no two say at the same time what is missing, and its models
   * were not warmed up more slowly for those of the others.
   */
  function startOthers(): void {
    if (haveAllStarted || isStopping) return;
    haveAllStarted = true;
    for (const place of places) if (!place.serving.isFilled() && place.waiting === null) start(place, true);
  }

  /** Replaces a process that has ended, or ends with it. */
  function follow(place: Place, { reason, code, signal, ...life }: PlaceEnd): void {
    const { slot } = place.serving;
    relay.left(slot);
    givingWay.ended(slot, life);
    if (isStopping) {
      // A signal that went to all processes ends one that has not begun, and it had let nothing in.
      const hasLost = life.hasListened || signal === 'SIGKILL';
      if (exitCode === 0) exitCode = code ?? (hasLost ? EXIT_FAILED : 0);
      settleWhenEmpty();
      return;
    }
    const how = signal === null ? `exit code ${code}` : signal;
    // What never served says itself what it lacks, and would lack it again.
    if (port === null) {
      onEvent({ kind: 'given-up', slot, how });
      exitCode = code === null || code === 0 ? EXIT_FAILED : code;
      drain();
      return;
    }
    restarts[reason] += 1;
    place.deviceLosses.ended({ reason, livedMs: life.livedMs });
    findings.processEnded(slot);
    onEvent({ kind: 'replaced', slot, reason, how });
    tellAll({ kind: 'restarts', restarts });
    const afterMs = place.policy.delayAfter(life);
    if (afterMs > 0) onEvent({ kind: 'held-back', slot, afterMs });
    place.waiting = setTimeout(() => start(place, false), afterMs);
  }

  function tellAll(message: FromPrimary): void {
    for (const { serving } of places) serving.tell(message);
  }

  /** Counted in looks and not in time: after a pause of the whole machine nobody is late. */
  const looking = setInterval(() => {
    believedMs();
    for (const { serving } of places)
      if (serving.look() * LOOK_EVERY_MS > silenceSeconds * 1000) serving.kill('unresponsive');
  }, LOOK_EVERY_MS);

  function settleWhenEmpty(): void {
    if (places.some(({ serving }) => serving.isFilled())) return;
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
      for (const { serving } of places) serving.kill();
    },
  };
}
