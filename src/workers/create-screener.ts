import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { NO_REMOTE_ACCESS, type RemoteAccess } from '../domain/network/remote-access.ts';
import { addRemoteTraffic, NO_REMOTE_TRAFFIC, type RemoteTraffic } from '../domain/network/remote-traffic.ts';
import { forEachPriority } from '../domain/screening/priority.ts';
import {
  type GpuProvider,
  isGpuProvider,
  type ProvenTechnology,
  type Provider,
  type Technology,
} from '../domain/technology/technology.ts';
import { whyNoneScreens } from '../domain/technology/why-none-screens.ts';
import { closeToHelpers, tilesLeft } from '../inference/spread/shared-tiles.ts';
import { createAdmission } from './admission/admission.ts';
import { type BeginJob, createDispatcher } from './admission/dispatcher.ts';
import { compiledEntry } from './compiled-entry.ts';
import type { BatchLimits } from './device/messages.ts';
import { probeProvider } from './device/probe-provider.ts';
import { startDevice } from './device/start-device.ts';
import type { JobOptions, Screener } from './screener.ts';
import { knownAcrossProcesses, provenAmong } from './technologies/known-across-processes.ts';
import { readKnownTechnologies } from './technologies/known-technologies.ts';
import { rememberStates, signatureAcross } from './technologies/technology-states.ts';
import { createLoadingWait } from './threads/loading-wait.ts';
import { startScreeningPool } from './threads/screening-pool.ts';
import type { WorkerEvent } from './worker-event.ts';

export interface ScreenerOptions {
  /** The folder that holds one folder a model. */
  readonly modelsDir: string;
  /** Each model is loaded once on each of them. */
  readonly providers: readonly Provider[];
  readonly workers: number;
  readonly intraOpThreads: number;
  /**
   * Scans admitted and not yet answered; workers + 2 keeps every worker busy. Challengers and benchmarks have as many
   * places each, beside these: every live scan may have its challenger, and the memory that waiting scans hold is bounded.
   */
  readonly inFlightLimit: number;
  /** Which other machines may be sent scans; by default none. */
  readonly remoteAccess?: RemoteAccess;
  /**
   * How runs are put together: on a GPU by default up to 8 that wait at the same time; on the CPU `tileBatch` tiles of a
   * box, where a model takes that, by default one.
   */
  readonly batching?: BatchLimits & { readonly tileBatch?: number };
  /** Whether threads that are idle take tiles of a live scan that runs: true by default. */
  readonly spreadsLoneScans?: boolean;
  /** The technology that must be ready before the screener is, as the lineup has it now; by default any, as where it is null. */
  readonly champion?: () => string | null;
  readonly onWorkerEvent?: (event: WorkerEvent) => void;
  /** A thread that takes no step for so long hangs; two minutes by default. */
  readonly hangSeconds?: number;
  /** A thread hangs, and nothing but the end of this process ends it. Called once. */
  readonly onHang?: (others: OthersInFlight) => void;
  /** GPU providers that computed in a process before this one: where they do not now, they are tried again. */
  readonly provenProviders?: readonly GpuProvider[];
  /** What screened in a process before this one: where it does not load now, it is tried again. */
  readonly provenModels?: readonly ProvenTechnology[];
  /** Technologies that a process before this one did not come back from loading: they are left out. */
  readonly endlessModels?: readonly string[];
  /** A thread does not come back from loading this technology; `onHang` is called next, where it was not before. */
  readonly onEndlessModel?: (technology: string) => void;
  /** How long that may take: by default twice `hangSeconds`, at least half a minute. */
  readonly loadSeconds?: number;
  /** A GPU that was lost computes again, in another process than this one. Called once. */
  readonly onDeviceBack?: () => void;
  /** The compiled module that the threads run; the project's own by default. */
  readonly entry?: URL;
  /** The compiled module that the thread for GPUs runs; the project's own by default. */
  readonly deviceEntry?: URL;
}

/** The scans beside one that hangs. */
export interface OthersInFlight {
  /** Settles when none is in flight any more. */
  readonly answered: Promise<void>;
  /** Fails those that no thread has begun, with `draining`. */
  giveUp(): void;
}

export interface StartedScreener extends Screener {
  /** Settles when every thread has loaded and warmed up: with what is ready, or with why the screener is not. */
  readonly ready: Promise<Outcome<readonly Technology[]>>;
  /** The technologies on the CPU that are ready now. */
  provenModels(): readonly ProvenTechnology[];
  /** Whether it has drained and left threads that load a model: nothing but the end of this process ends them. */
  hasLeftThreads(): boolean;
}

/** Reads the models and starts the threads; resolves before these are warm, so that a server can answer at once. */
export async function createScreener(options: ScreenerOptions): Promise<StartedScreener> {
  const { modelsDir, providers, intraOpThreads, inFlightLimit, onWorkerEvent = () => {} } = options;
  const { champion: championNow = () => null } = options;
  const { remoteAccess = NO_REMOTE_ACCESS, spreadsLoneScans = true, hangSeconds = 120, onHang = () => {} } = options;
  const { provenProviders = [], onDeviceBack = () => {} } = options;
  const { endlessModels = [], onEndlessModel = () => {}, loadSeconds = Math.max(30, 2 * hangSeconds) } = options;
  const { tileBatch = 1, ...batching } = options.batching ?? { maxBatch: 8, maxWaitMs: 0 };
  const known = await readKnownTechnologies(modelsDir, providers);
  const { allKnown, provenModels } = knownAcrossProcesses(known.technologies, {
    proven: options.provenModels ?? [],
    endless: endlessModels,
    loadSeconds,
  });
  const statesOf = rememberStates(allKnown);
  for (const refused of known.nameless) onWorkerEvent({ kind: 'model-refused', ...refused });

  let settleReady: (outcome: Outcome<readonly Technology[]>) => void = () => {};
  const ready = new Promise<Outcome<readonly Technology[]>>((resolve) => {
    settleReady = resolve;
  });
  let draining: Promise<void> | null = null;
  let hasEnded = false;
  let hasLeftThreads = false;
  let hungThreads = 0;
  const loading = createLoadingWait();
  const remoteTraffic = new Map<string, RemoteTraffic>();

  const inFlightLimits = forEachPriority(() => inFlightLimit);
  const admission = createAdmission({ limits: inFlightLimits, threads: options.workers });
  const gpus = providers.filter(isGpuProvider);
  const device =
    gpus.length === 0
      ? null
      : startDevice({
          providers: gpus,
          ...batching,
          entry: options.deviceEntry ?? compiledEntry('device/device-thread.js'),
          probe: probeProvider,
          onWorkerEvent,
          proven: provenProviders,
          onBack: onDeviceBack,
        });
  const pool = startScreeningPool({
    workers: options.workers,
    entry: options.entry ?? compiledEntry('threads/screening-worker.js'),
    thread: {
      modelsDir,
      manifests: known.manifests,
      providers,
      intraOpThreads,
      tileBatch,
      remoteAccess,
      leaveOut: endlessModels,
    },
    onChange: onThreadChange,
    onWorkerEvent,
    hangSeconds,
    provenModels,
    onHang: refuseAndTell,
    loadSeconds,
    onLoadHang(technology) {
      onEndlessModel(technology);
      refuseAndTell();
    },
    onDeviceWanted: (client) => device?.connect(client),
    onRemoteAsked({ technology, ...traffic }) {
      const before = remoteTraffic.get(technology) ?? NO_REMOTE_TRAFFIC;
      remoteTraffic.set(technology, addRemoteTraffic(before, traffic));
    },
    onHelpWanted: (wanted) =>
      dispatcher.lend({
        threads: tilesLeft(wanted.tiles),
        begin: () => pool.help(wanted),
        recall: () => closeToHelpers(wanted.tiles),
      }),
  });
  const dispatcher = createDispatcher({
    queueLimits: inFlightLimits,
    idleThreads: () => pool.threads().idle,
    // Where there are several, one stays free: a lone live scan begins at once, whatever runs in the background.
    backgroundThreads: Math.max(1, options.workers - 1),
  });

  function onThreadChange(): void {
    const { starting, dead } = pool.threads();
    if (starting === 0) {
      settleReady(whatIsReady());
      loading.over();
    }
    if (dead === options.workers) dispatcher.failWaiting(NO_THREAD_LEFT.failure);
    else dispatcher.dispatch();
  }

  /** Lets those that are in finish in the threads that are left. */
  function refuseAndTell(): void {
    hungThreads += 1;
    const isAnyLeft = hungThreads + pool.threads().dead < options.workers;
    dispatcher.failWaiting(HANGS.failure, isAnyLeft ? ['challenger', 'bench'] : undefined);
    if (hungThreads > 1) return;
    const answered = admission.drain(HANGS.failure.message);
    onHang({ answered, giveUp: () => dispatcher.failWaiting(HANGS.failure) });
  }

  function isStopping(): boolean {
    return draining !== null || hungThreads > 0;
  }

  function technologies(): readonly Technology[] {
    return statesOf(pool.reports());
  }

  /** The ready technologies, or why scans cannot be screened as they should. */
  function whatIsReady(): Outcome<readonly Technology[]> {
    if (pool.threads().dead === options.workers) return NO_THREAD_LEFT;
    const all = technologies();
    const able = all.filter(({ state }) => state === 'ready');
    const champion = championNow();
    const isAble = champion === null ? able.length > 0 : able.some(({ id }) => id === champion);
    return isAble ? succeed(able) : fail('runtime-failed', whyNoneScreens(champion, all));
  }

  async function submit<Result>(begin: BeginJob<Result>, jobOptions: JobOptions) {
    if (hasEnded) return fail('draining', 'The threads have ended; start the screener anew.');
    if (draining !== null && jobOptions.priority !== 'live') return BACKGROUND_ENDED;
    if (hungThreads > 0 && jobOptions.priority !== 'live') return HANGS;
    if (pool.threads().dead === options.workers) return NO_THREAD_LEFT;
    return dispatcher.submit(begin, jobOptions);
  }

  /** Ends the threads when none infers or loads any more: ending a busy one would end the whole process. One that goes on loading is left to that. */
  async function drain(): Promise<void> {
    dispatcher.failWaiting(BACKGROUND_ENDED.failure, ['challenger', 'bench']);
    await admission.drain();
    await dispatcher.whenEmpty();
    pool.hurryUp();
    if (pool.threads().starting > 0) await loading.overSoon();
    hasEnded = true;
    hasLeftThreads = pool.threads().starting > 0;
    if (hasLeftThreads)
      return onWorkerEvent({ kind: 'left-loading', technologies: pool.loading(), message: LEFT_LOADING });
    await pool.destroy();
    await device?.destroy();
  }

  return {
    ready,
    technologies,
    champion: championNow,
    provenModels: () => provenAmong(allKnown, technologies()),
    hasLeftThreads: () => hasLeftThreads,
    isReady: () => !isStopping() && whatIsReady().ok,
    isStopping,
    admit: admission.admit,
    signatureOf: (technology) => signatureAcross(technology, pool.reports()),
    screen(job, jobOptions) {
      // Background work takes no second thread: a live scan that comes is to find one idle.
      const mayAskForHelp = spreadsLoneScans && jobOptions.priority === 'live';
      return submit((callOff) => pool.screen(job, callOff, { mayAskForHelp }), jobOptions);
    },
    infer: (job, jobOptions) => submit((callOff) => pool.infer(job, callOff), jobOptions),
    draw: (job, jobOptions) => submit((callOff) => pool.draw(job, callOff), jobOptions),
    state() {
      const workers = pool.threads();
      return {
        inFlight: admission.inFlight(),
        storing: admission.storing(),
        inFlightLimit: inFlightLimits,
        queueDepth: dispatcher.queueDepth(),
        workers,
        workerBusySeconds: dispatcher.busySeconds(),
        workerRestarts: pool.restarts(),
        modelReloads: pool.reloads(),
        remoteTraffic,
      };
    },
    drain() {
      draining ??= drain();
      return draining;
    },
  };
}

const NO_THREAD_LEFT = fail(
  'runtime-failed',
  'Every screening thread died while it started; see the log. Others are tried, at last every minute.',
);

const HANGS = fail(
  'draining',
  'A run of a model does not come back, and the process that serves is about to be replaced: send it again in a moment.',
);

const LEFT_LOADING =
  'Models are still being loaded, which nothing interrupts: the process ends without waiting for them.';

const BACKGROUND_ENDED = fail('draining', 'This server is shutting down; nothing is begun in the background any more.');
