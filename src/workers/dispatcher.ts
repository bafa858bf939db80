import { type Failure, fail, type Outcome, succeed } from '../domain/failure.ts';
import type { JobOptions, Waited } from './screener.ts';

export interface DispatcherOptions {
  /** Jobs that may wait; one more is refused. */
  readonly queueLimit: number;
  readonly idleThreads: () => number;
  /** The clock of `JobOptions.deadlineAt`, in milliseconds. */
  readonly now?: () => number;
}

export interface Dispatcher {
  /**
   * Begins a job when its turn has come and a thread is idle: `begin` hands it to that thread. It fails where the thread
   * dies, and rejects where it throws, which is a bug.
   */
  submit<Result>(begin: () => Promise<Outcome<Result>>, options: JobOptions): Promise<Outcome<Waited<Result>>>;
  /** Hands out waiting jobs as far as threads are idle; to be called whenever one becomes idle. */
  dispatch(): void;
  /** Answers every waiting job with a failure: no thread will ever be idle again. */
  failWaiting(failure: Failure): void;
  queueDepth(): number;
  running(): number;
  /** Seconds that threads have spent on jobs. */
  busySeconds(): number;
  /** Resolves when nothing waits and nothing runs. */
  whenEmpty(): Promise<void>;
}

/** A job in the queue; only its own submission knows what it gives. */
interface Waiting {
  readonly options: JobOptions;
  readonly leave: () => void;
  /** Hands it to a thread; `done` is called in the very tick in which it is answered. */
  readonly start: (done: () => void) => Promise<void>;
  readonly fail: (failure: Failure) => void;
}

/**
 * One bounded queue, first in first out, in front of the threads. A job whose client has left is dropped while it
 * waits; one whose deadline has passed never begins; one that runs is let finish, because ending a thread that infers
 * ends the whole process.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { queueLimit, idleThreads, now = () => performance.now() } = options;
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
        const sentence = 'The deadline passed while the request waited for a thread; allow more time.';
        next.fail({ code: 'deadline-passed', message: sentence });
      } else {
        handOver(next);
      }
    }
    announceEmpty();
  }

  function handOver({ start }: Waiting): void {
    const startedAt = now();
    running += 1;
    void start(() => {
      running -= 1;
      busyMs += now() - startedAt;
      dispatch();
    });
  }

  function takeOut(waiting: Waiting): void {
    queue.delete(waiting);
    waiting.options.signal.removeEventListener('abort', waiting.leave);
  }

  function announceEmpty(): void {
    if (queue.size === 0 && running === 0) for (const resolve of waitingForEmpty.splice(0)) resolve();
  }

  return {
    submit<Result>(begin: () => Promise<Outcome<Result>>, jobOptions: JobOptions) {
      if (jobOptions.signal.aborted) return Promise.resolve(clientLeft());
      if (queue.size >= queueLimit) {
        const message = `${queueLimit} requests wait already; ask for a place before sending one.`;
        return Promise.resolve({ ok: false, failure: { code: 'overloaded', message, retryAfterSeconds: 1 } });
      }
      return new Promise<Outcome<Waited<Result>>>((resolve, reject) => {
        const since = now();
        const leave = () => {
          takeOut(waiting);
          resolve(clientLeft());
          announceEmpty();
        };
        const waiting: Waiting = {
          options: jobOptions,
          leave,
          async start(done) {
            const queueMs = now() - since;
            try {
              const outcome = await begin();
              resolve(outcome.ok ? succeed({ result: outcome.value, queueMs }) : outcome);
            } catch (bug) {
              reject(bug);
            } finally {
              done();
            }
          },
          fail: (failure) => resolve({ ok: false, failure }),
        };
        jobOptions.signal.addEventListener('abort', leave);
        queue.add(waiting);
        dispatch();
      });
    },
    dispatch,
    failWaiting(failure) {
      for (const waiting of queue) {
        takeOut(waiting);
        waiting.fail(failure);
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
  return fail('deadline-passed', 'The client left before its request was begun.');
}
