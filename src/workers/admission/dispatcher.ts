import { type Failure, type Outcome, succeed } from '../../domain/failure.ts';
import { type ByPriority, forEachPriority, PRIORITIES, type Priority } from '../../domain/screening/priority.ts';
import type { JobOptions, Waited } from '../screener.ts';

export interface DispatcherOptions {
  /** Jobs of each priority that may wait; one more is refused. */
  readonly queueLimits: ByPriority<number>;
  readonly idleThreads: () => number;
  /** Threads that background work may hold at the same time; the others stay free for live scans. */
  readonly backgroundThreads: number;
  /** The clock of `JobOptions.deadlineAt`, in milliseconds. */
  readonly now?: () => number;
}

/** Begins a job in an idle thread. `callOff` is aborted when nobody can use its answer any more. */
export type BeginJob<Result> = (callOff: AbortSignal) => Promise<Outcome<Result>>;

/** Help with a job that runs in another thread. */
export interface Help {
  /** Threads that can take part. */
  readonly threads: number;
  /** Takes part of the work into an idle thread, until there is none left or it is recalled. */
  readonly begin: () => Promise<void>;
  /** Ends it soon, in every thread that took part. */
  readonly recall: () => void;
}

export interface Dispatcher {
  /**
   * Begins a job when its turn has come and a thread is idle: `begin` hands it to that thread. It fails where the thread
   * dies, and rejects where it throws, which is a bug.
   */
  submit<Result>(begin: BeginJob<Result>, options: JobOptions): Promise<Outcome<Waited<Result>>>;
  /** Begins help in every thread that is idle while no job may have it; recalls it as soon as a live job waits. */
  lend(help: Help): void;
  /** Hands out waiting jobs as far as threads are idle; to be called whenever one becomes idle. */
  dispatch(): void;
  /** Answers every waiting job of these priorities with a failure: it will never be begun. */
  failWaiting(failure: Failure, priorities?: readonly Priority[]): void;
  queueDepth(): ByPriority<number>;
  running(): ByPriority<number>;
  /** Seconds that threads have spent on jobs. */
  busySeconds(): number;
  /** Resolves when nothing waits and nothing runs. */
  whenEmpty(): Promise<void>;
}

/** A job in a queue; only its own submission knows what it gives. */
interface Waiting {
  readonly options: JobOptions;
  /** Hands it to a thread; `done` is called in the very tick in which it is answered. */
  readonly start: (done: () => void) => Promise<void>;
  readonly fail: (failure: Failure) => void;
}

/** The longest delay that a timer takes; a deadline beyond it is far enough not to be watched. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * One bounded queue for each priority, first in first out, in front of the threads. Background work is begun only when
 * no live job waits, and never in all threads where there are several: a live scan waits for none of it, or where
 * threads are few for one run that has begun, because ending a thread that infers ends the whole process.
 * Threads that no job may have help with one that runs, until a live one comes.
 * A job whose client has left or whose deadline has passed leaves the queue at once; one that runs is called off.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { queueLimits, idleThreads, backgroundThreads, now = () => performance.now() } = options;
  // A Set keeps the order of arrival and gives up any member at once.
  const queues = forEachPriority(() => new Set<Waiting>());
  const running = { live: 0, challenger: 0, bench: 0 };
  const lent = new Map<Help, number>();
  const waitingForEmpty: (() => void)[] = [];
  let busyMs = 0;

  function dispatch(): void {
    for (let next = nextToBegin(); next !== undefined; next = nextToBegin()) {
      queues[next.options.priority].delete(next);
      if (now() >= next.options.deadlineAt) next.fail(DEADLINE_PASSED);
      else handOver(next);
    }
    if (queues.live.size > 0) for (const help of lent.keys()) help.recall();
    announceEmpty();
  }

  function nextToBegin(): Waiting | undefined {
    if (idleThreads() === 0) return undefined;
    const [live] = queues.live;
    if (live !== undefined || running.challenger + running.bench >= backgroundThreads) return live;
    const [challenger] = queues.challenger;
    const [bench] = queues.bench;
    return challenger ?? bench;
  }

  function handOver({ options: { priority }, start }: Waiting): void {
    const startedAt = now();
    running[priority] += 1;
    void start(() => {
      running[priority] -= 1;
      busyMs += now() - startedAt;
      dispatch();
    });
  }

  const isEmpty = () =>
    lent.size === 0 && PRIORITIES.every((priority) => queues[priority].size === 0 && running[priority] === 0);

  function announceEmpty(): void {
    if (isEmpty()) for (const resolve of waitingForEmpty.splice(0)) resolve();
  }

  return {
    submit<Result>(begin: BeginJob<Result>, jobOptions: JobOptions) {
      const { deadlineAt, signal, priority } = jobOptions;
      const queue = queues[priority];
      if (signal.aborted) return Promise.resolve({ ok: false, failure: CLIENT_LEFT });
      if (queue.size >= queueLimits[priority]) {
        const message = `${queueLimits[priority]} requests wait already; ask for a place before sending one.`;
        return Promise.resolve({ ok: false, failure: { code: 'overloaded', message, retryAfterSeconds: 1 } });
      }
      return new Promise<Outcome<Waited<Result>>>((resolve, reject) => {
        const since = now();
        const callOff = new AbortController();
        const stop = (failure: Failure) => {
          if (!queue.delete(waiting)) return callOff.abort();
          waiting.fail(failure);
          announceEmpty();
        };
        const leave = () => stop(CLIENT_LEFT);
        const patienceMs = deadlineAt - since;
        const timer = patienceMs <= LONGEST_TIMER_MS ? setTimeout(() => stop(DEADLINE_PASSED), patienceMs) : undefined;
        const unwatch = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', leave);
        };
        const waiting: Waiting = {
          options: jobOptions,
          async start(done) {
            const queueMs = now() - since;
            try {
              const outcome = await begin(callOff.signal);
              resolve(outcome.ok ? succeed({ result: outcome.value, queueMs }) : outcome);
            } catch (bug) {
              reject(bug);
            } finally {
              unwatch();
              done();
            }
          },
          fail(failure) {
            unwatch();
            resolve({ ok: false, failure });
          },
        };
        signal.addEventListener('abort', leave);
        queue.add(waiting);
        dispatch();
      });
    },
    lend(help) {
      for (let threads = Math.min(idleThreads(), help.threads); threads > 0 && nextToBegin() === undefined; threads--) {
        const startedAt = now();
        lent.set(help, (lent.get(help) ?? 0) + 1);
        void help.begin().finally(() => {
          const left = (lent.get(help) ?? 0) - 1;
          if (left > 0) lent.set(help, left);
          else lent.delete(help);
          busyMs += now() - startedAt;
          dispatch();
        });
      }
    },
    dispatch,
    failWaiting(failure, priorities = PRIORITIES) {
      for (const priority of priorities) {
        for (const waiting of queues[priority]) {
          queues[priority].delete(waiting);
          waiting.fail(failure);
        }
      }
      announceEmpty();
    },
    queueDepth: () => forEachPriority((priority) => queues[priority].size),
    running: () => ({ ...running }),
    busySeconds: () => busyMs / 1000,
    whenEmpty() {
      if (isEmpty()) return Promise.resolve();
      return new Promise((resolve) => waitingForEmpty.push(resolve));
    },
  };
}

const DEADLINE_PASSED: Failure = {
  code: 'deadline-passed',
  message: 'The deadline passed while the request waited for a thread; allow more time.',
};

/** Nobody reads this answer: the caller sees on its own signal that the client left, and counts it as abandoned. */
const CLIENT_LEFT: Failure = {
  code: 'deadline-passed',
  message: 'The client left before its request was begun.',
};
