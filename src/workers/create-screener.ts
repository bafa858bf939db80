import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { forEachPriority } from '../domain/screening/priority.ts';
import type { ProvenTechnology, Technology } from '../domain/technology/technology.ts';
import { whyNoneScreens } from '../domain/technology/why-none-screens.ts';
import { closeToHelpers, tilesLeft } from '../inference/spread/shared-tiles.ts';
import { createAdmission } from './admission/admission.ts';
import { type BeginJob, createDispatcher } from './admission/dispatcher.ts';
import type { JobOptions, Screener } from './screener.ts';
import { startThreads, type ThreadsOptions } from './start-threads.ts';
import { signatureAcross } from './technologies/technology-states.ts';
import { createLoadingWait } from './threads/loading-wait.ts';

export interface ScreenerOptions extends ThreadsOptions {
  /**
   * Scans admitted and not yet answered; workers + 2 keeps every worker busy. Challengers and benchmarks have as many
   * places each, beside these: every live scan may have its challenger, and the memory that waiting scans hold is bounded.
   */
  readonly inFlightLimit: number;
  /** Whether threads that are idle take tiles of a live scan that runs: true by default. */
  readonly spreadsLoneScans?: boolean;
  /** The technology that must be ready before the screener is, as the lineup has it now; by default any, as where it is null. */
  readonly champion?: () => string | null;
  /** A thread hangs, and nothing but the end of this process ends it. Called once. */
  readonly onHang?: (others: OthersInFlight) => void;
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
  const { inFlightLimit, spreadsLoneScans = true, champion: championNow = () => null } = options;
  const { onHang = () => {}, onWorkerEvent = () => {} } = options;
  let settleReady: (outcome: Outcome<readonly Technology[]>) => void = () => {};
  const ready = new Promise<Outcome<readonly Technology[]>>((resolve) => {
    settleReady = resolve;
  });
  let draining: Promise<void> | null = null;
  let hasEnded = false;
  let hasLeftThreads = false;
  let hungThreads = 0;
  const loading = createLoadingWait();

  const inFlightLimits = forEachPriority(() => inFlightLimit);
  const admission = createAdmission({ limits: inFlightLimits, threads: options.workers });
  const threads = await startThreads(options, {
    onChange: onThreadChange,
    onHang: refuseAndTell,
    onHelpWanted: (wanted) =>
      dispatcher.lend({
        threads: tilesLeft(wanted.tiles),
        begin: () => pool.help(wanted),
        recall: () => closeToHelpers(wanted.tiles),
      }),
  });
  const { pool, technologies } = threads;
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
    await threads.destroy();
  }

  return {
    ready,
    technologies,
    champion: championNow,
    provenModels: threads.provenModels,
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
        remoteTraffic: threads.remoteTraffic,
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
