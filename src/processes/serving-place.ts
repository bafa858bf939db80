import cluster, { type Worker } from 'node:cluster';
import type { ProcessEnd } from '../domain/service/process-end.ts';
import type { DealtConnections } from './dealt-connections.ts';
import { type FromPrimary, type FromServing, readFromServing, type Setup, writeSetup } from './messages.ts';

/** A process of a place has ended. */
export interface PlaceEnd {
  /** Why, where the primary ended it or a signal or exit code tells. */
  readonly reason: ProcessEnd;
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether it ever listened. */
  readonly hasListened: boolean;
  /** From its start to its end. */
  readonly livedMs: number;
}

/** Who is told what becomes of a place. */
export interface PlaceListeners {
  readonly onMessage: (message: FromServing) => void;
  readonly onListening: (port: number) => void;
  readonly onEnd: (end: PlaceEnd) => void;
}

/** What a process is started with. */
export interface PlaceStart {
  readonly setup: Setup;
  /** What its environment adds to that of the primary. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A place among the processes; whoever fills it carries out its duties. Without a process, what it is told is lost. */
export interface ServingPlace {
  readonly slot: number;
  /** Whether a process is there. */
  isFilled(): boolean;
  isServing(): boolean;
  /** Whether it serves, and its last sign of life said that it can screen. */
  canScreen(): boolean;
  /** Whether it ends, and takes no more connections where another one does. */
  isLeaving(): boolean;
  start(start: PlaceStart): void;
  tell(message: FromPrimary): void;
  /** Has it answer what it let in, and end. */
  leave(how: { readonly givesWay: boolean; readonly reason?: ProcessEnd | undefined }): void;
  kill(reason?: ProcessEnd): void;
  /** Gives how often that was asked since the last sign of life; 0 before the first. */
  look(): number;
}

/** A process from its start to its end. */
interface Life {
  readonly worker: Worker;
  readonly startedAt: number;
  hasListened: boolean;
  /** What its last sign of life said. */
  canScreen: boolean;
  /** How often the primary has looked since the last sign of life; null before the first. */
  silentLooks: number | null;
  isLeaving: boolean;
  /** Why the primary has ended it. */
  endedFor: ProcessEnd | null;
  /** The exit code that it named, where it was done and could not end by itself. */
  doneWith: number | null;
}

const NOT_STARTED = 1;

export interface PlaceOptions extends PlaceListeners {
  readonly slot: number;
  /** The compiled module that a process runs. */
  readonly entry: string;
  readonly dealtConnections: DealtConnections;
}

/** Starts the processes of one place and follows each from its start to its end. */
export function createServingPlace(options: PlaceOptions): ServingPlace {
  const { slot, entry, dealtConnections, onMessage, onListening, onEnd } = options;
  let life: Life | null = null;

  function hear(own: Life, message: FromServing): void {
    if (message.kind === 'alive') Object.assign(own, { silentLooks: 0, canScreen: message.canScreen });
    else if (message.kind === 'hung') killFor(own, 'hung-inference');
    else if (message.kind === 'done') {
      own.doneWith = message.exitCode;
      own.worker.process.kill('SIGKILL');
    }
    onMessage(message);
  }

  function killFor(own: Life, reason: ProcessEnd | null): void {
    own.endedFor ??= reason;
    own.worker.process.kill('SIGKILL');
  }

  function end(own: Life, code: number | null, signal: string | null): void {
    if (life !== own) return;
    life = null;
    const reason = own.endedFor ?? (signal === 'SIGKILL' ? 'killed' : signal === null ? 'exit' : 'crash');
    const livedMs = performance.now() - own.startedAt;
    onEnd({ reason, code, signal, hasListened: own.hasListened, livedMs });
  }

  /** Whoever is gone needs no message; that it is gone is seen at its end. */
  function tell(message: FromPrimary): void {
    if (life?.worker.isConnected() === true) life.worker.send(message, () => {});
  }

  return {
    slot,
    isFilled: () => life !== null,
    isServing: () => life?.hasListened === true,
    canScreen: () => life?.hasListened === true && life.canScreen,
    isLeaving: () => life?.isLeaving === true,
    start({ setup, environment }) {
      cluster.setupPrimary({ exec: entry, args: [writeSetup(setup)] });
      const worker = cluster.fork(environment);
      const own: Life = {
        worker,
        startedAt: performance.now(),
        hasListened: false,
        canScreen: false,
        silentLooks: null,
        isLeaving: false,
        endedFor: null,
        doneWith: null,
      };
      life = own;
      dealtConnections.watch(worker);
      worker.on('message', (message: unknown) => {
        const known = readFromServing(message);
        if (known !== null) hear(own, known);
      });
      worker.once('listening', ({ port }) => {
        own.hasListened = true;
        onListening(port);
      });
      worker.once('exit', (code: number | null, signal: string | null) => {
        if (own.doneWith === null) end(own, code, signal);
        else end(own, own.doneWith, null);
      });
      // A process that could not be started at all.
      worker.on('error', (error) => {
        if (worker.process.pid === undefined) end(own, NOT_STARTED, error.message);
      });
    },
    tell,
    leave({ givesWay, reason }) {
      if (life === null) return;
      life.endedFor ??= reason ?? null;
      life.isLeaving = true;
      tell({ kind: 'drain', givesWay });
    },
    kill(reason) {
      if (life !== null) killFor(life, reason ?? null);
    },
    look() {
      if (life === null || life.silentLooks === null) return 0;
      life.silentLooks += 1;
      return life.silentLooks;
    },
  };
}
