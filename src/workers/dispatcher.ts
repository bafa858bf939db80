import { type Failure, fail, type Outcome, succeed } from '../domain/failure.ts';
import type { ScanJob } from '../domain/scan-job.ts';
import type { ThreadReply } from './messages.ts';
import type { ScreenedScan, ScreenOptions } from './screener.ts';

export interface DispatcherOptions {
  /** Scans that may wait; one more is refused. */
  readonly queueLimit: number;
  readonly idleThreads: () => number;
  /** Hands a job to an idle thread. Fails where the thread dies; rejects where it throws, which is a bug. */
  readonly run: (job: ScanJob) => Promise<ThreadReply>;
  /** The clock of `ScreenOptions.deadlineAt`, in milliseconds. */
  readonly now?: () => number;
}

export interface Dispatcher {
  screen(job: ScanJob, options: ScreenOptions): Promise<Outcome<ScreenedScan>>;
  /** Hands out waiting scans as far as threads are idle; to be called whenever one becomes idle. */
  dispatch(): void;
  /** Answers every waiting scan with a failure: no thread will ever be idle again. */
  failWaiting(failure: Failure): void;
  queueDepth(): number;
  running(): number;
  /** Seconds that threads have spent on scans. */
  busySeconds(): number;
  /** Resolves when nothing waits and nothing runs. */
  whenEmpty(): Promise<void>;
}

interface Waiting {
  readonly job: ScanJob;
  readonly options: ScreenOptions;
  readonly since: number;
  readonly leave: () => void;
  readonly resolve: (outcome: Outcome<ScreenedScan>) => void;
  readonly reject: (bug: unknown) => void;
}

/**
 * One bounded queue, first in first out, in front of the threads. A scan whose client has left is dropped while it
 * waits; one whose deadline has passed never begins; one that runs is let finish, because ending a thread that infers
 * ends the whole process.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { queueLimit, idleThreads, run, now = () => performance.now() } = options;
  // A Set keeps the order of arrival and gives up any member at once.
  const queue = new Set<Waiting>();
  const waitingForEmpty: (() => void)[] = [];
  let running = 0;
  let busyMs = 0;

  function dispatch(): void {
    for (const next of queue) {
      if (idleThreads() === 0) return;
      takeOut(next);
      if (now() >= next.options.deadlineAt) {
        next.resolve(
          fail('deadline-passed', 'The deadline passed while the scan waited for a thread; allow more time.'),
        );
      } else {
        void handOver(next);
      }
    }
    announceEmpty();
  }

  async function handOver({ job, since, resolve, reject }: Waiting): Promise<void> {
    const startedAt = now();
    running += 1;
    try {
      const outcome = await run(job);
      resolve(outcome.ok ? succeed({ result: outcome.value, queueMs: startedAt - since }) : outcome);
    } catch (bug) {
      reject(bug);
    } finally {
      running -= 1;
      busyMs += now() - startedAt;
      dispatch();
    }
  }

  function takeOut(waiting: Waiting): void {
    queue.delete(waiting);
    waiting.options.signal.removeEventListener('abort', waiting.leave);
  }

  function announceEmpty(): void {
    if (queue.size === 0 && running === 0) for (const resolve of waitingForEmpty.splice(0)) resolve();
  }

  return {
    screen(job, screenOptions) {
      if (screenOptions.signal.aborted) return Promise.resolve(clientLeft());
      if (queue.size >= queueLimit) {
        const message = `${queueLimit} scans wait already; ask for a place before sending one.`;
        return Promise.resolve({ ok: false, failure: { code: 'overloaded', message, retryAfterSeconds: 1 } });
      }
      return new Promise((resolve, reject) => {
        const leave = () => {
          takeOut(waiting);
          resolve(clientLeft());
          announceEmpty();
        };
        const waiting: Waiting = { job, options: screenOptions, since: now(), leave, resolve, reject };
        screenOptions.signal.addEventListener('abort', leave);
        queue.add(waiting);
        dispatch();
      });
    },
    dispatch,
    failWaiting(failure) {
      for (const waiting of queue) {
        takeOut(waiting);
        waiting.resolve({ ok: false, failure });
      }
      announceEmpty();
    },
    queueDepth: () => queue.size,
    running: () => running,
    busySeconds: () => busyMs / 1000,
    whenEmpty() {
      if (queue.size === 0 && running === 0) return Promise.resolve();
      return new Promise((resolve) => waitingForEmpty.push(resolve));
    },
  };
}

/** Nobody reads this answer: the caller sees on its own signal that the client left, and counts it as abandoned. */
function clientLeft(): Outcome<never> {
  return fail('deadline-passed', 'The client left before its scan was begun.');
}
