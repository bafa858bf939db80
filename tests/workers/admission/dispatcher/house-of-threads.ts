import { setMaxListeners } from 'node:events';
import { succeed } from '../../../../src/domain/failure.ts';
import { createDispatcher } from '../../../../src/workers/admission/dispatcher.ts';
import type { ThreadReply } from '../../../../src/workers/messages.ts';
import type { JobOptions } from '../../../../src/workers/screener.ts';

const NOTHING_FOUND: ThreadReply = succeed({ files: [], views: [], results: [], viewPngs: [] });
const NOBODY_LEAVES = new AbortController();
// Every scan of a test listens to it.
setMaxListeners(0, NOBODY_LEAVES.signal);

/** Waits for as long as it takes. */
export const NO_DEADLINE = {
  deadlineAt: Number.POSITIVE_INFINITY,
  signal: NOBODY_LEAVES.signal,
  priority: 'live',
} as const;

/** Threads that answer when the test says so, and a clock that stands still until told. */
export function houseWith({ threads, queueLimit = 10 }: { threads: number; queueLimit?: number }) {
  const begun: string[] = [];
  const answers: { answer: (reply: ThreadReply) => void; die: (bug: Error) => void }[] = [];
  let idle = threads;
  let timeMs = 0;
  const dispatcher = createDispatcher({
    queueLimits: { live: queueLimit, challenger: queueLimit, bench: queueLimit },
    backgroundThreads: Math.max(1, threads - 1),
    idleThreads: () => idle,
    now: () => timeMs,
  });
  const callOffs = new Map<string, AbortSignal>();
  const begin = (name: string, callOff: AbortSignal) => {
    idle -= 1;
    begun.push(name);
    callOffs.set(name, callOff);
    const reply = new Promise<ThreadReply>((answer, die) => {
      answers.push({ answer, die });
    });
    return reply.finally(() => {
      idle += 1;
    });
  };
  const ends: (() => void)[] = [];
  const lent = {
    begun: 0,
    recalled: 0,
    /** Ends the help that began first, and lets what follows from that happen. */
    async endNext() {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const lend = (threads: number) =>
    dispatcher.lend({
      threads,
      begin() {
        idle -= 1;
        lent.begun += 1;
        return new Promise<void>((resolve) => {
          ends.push(() => {
            idle += 1;
            resolve();
          });
        });
      },
      recall: () => {
        lent.recalled += 1;
      },
    });
  return {
    lent,
    lend,
    dispatcher: {
      ...dispatcher,
      screen: (name: string, options: JobOptions) => dispatcher.submit((callOff) => begin(name, callOff), options),
    },
    begun,
    callOffs,
    pass: (ms: number) => {
      timeMs += ms;
    },
    answerNext: (reply: ThreadReply = NOTHING_FOUND) => answers.shift()?.answer(reply),
    breakNext: (bug: Error) => answers.shift()?.die(bug),
    addThread: () => {
      idle += 1;
      dispatcher.dispatch();
    },
  };
}
