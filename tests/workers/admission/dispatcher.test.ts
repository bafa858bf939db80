import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { succeed } from '../../../src/domain/failure.ts';
import { createDispatcher } from '../../../src/workers/admission/dispatcher.ts';
import type { ThreadReply } from '../../../src/workers/messages.ts';
import type { JobOptions } from '../../../src/workers/screener.ts';

const NOTHING_FOUND: ThreadReply = succeed({ files: [], views: [], results: [], viewPngs: [] });
const NOBODY_LEAVES = new AbortController();
// Every scan of a test listens to it.
setMaxListeners(0, NOBODY_LEAVES.signal);
const NO_DEADLINE = {
  deadlineAt: Number.POSITIVE_INFINITY,
  signal: NOBODY_LEAVES.signal,
  priority: 'live',
} as const;

/** Threads that answer when the test says so, and a clock that stands still until told. */
function houseWith({ threads, queueLimit = 10 }: { threads: number; queueLimit?: number }) {
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

describe('createDispatcher', () => {
  it('begins scans in the order in which they came', async () => {
    const { dispatcher, begun, answerNext } = houseWith({ threads: 1 });
    const screened = ['a', 'b', 'c', 'd'].map((name) => dispatcher.screen(name, NO_DEADLINE));
    expect(begun).toEqual(['a']);
    expect(dispatcher.queueDepth().live).toBe(3);
    for (const scan of screened) {
      answerNext();
      await scan;
    }
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    expect([dispatcher.queueDepth().live, dispatcher.running().live]).toEqual([0, 0]);
  });

  it('keeps every idle thread busy', () => {
    const { dispatcher, begun, addThread } = houseWith({ threads: 2 });
    for (const name of ['a', 'b', 'c', 'd']) void dispatcher.screen(name, NO_DEADLINE);
    expect(begun).toEqual(['a', 'b']);
    addThread();
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('says how long a scan waited and how long threads were busy', async () => {
    const { dispatcher, pass, answerNext } = houseWith({ threads: 1 });
    const first = dispatcher.screen('a', NO_DEADLINE);
    const second = dispatcher.screen('b', NO_DEADLINE);
    pass(250);
    answerNext();
    expect(await first).toMatchObject({ value: { queueMs: 0 } });
    pass(50);
    answerNext();
    expect(await second).toMatchObject({ value: { queueMs: 250 } });
    expect(dispatcher.busySeconds()).toBeCloseTo(0.3, 10);
  });

  it('never begins a scan whose deadline has passed, and goes on with the next', async () => {
    const { dispatcher, begun, pass, answerNext } = houseWith({ threads: 1 });
    const signal = new AbortController().signal;
    const first = dispatcher.screen('a', NO_DEADLINE);
    const late = dispatcher.screen('late', { ...NO_DEADLINE, deadlineAt: 100, signal });
    const patient = dispatcher.screen('patient', { ...NO_DEADLINE, deadlineAt: 1_000, signal });
    pass(100);
    answerNext();
    await first;
    expect(await late).toMatchObject({ ok: false, failure: { code: 'deadline-passed' } });
    answerNext();
    expect(await patient).toMatchObject({ ok: true });
    expect(begun).toEqual(['a', 'patient']);
  });

  it('drops a waiting scan whose client left, and frees its place in the queue', async () => {
    const { dispatcher, begun, answerNext } = houseWith({ threads: 1, queueLimit: 1 });
    const client = new AbortController();
    const first = dispatcher.screen('a', NO_DEADLINE);
    const left = dispatcher.screen('left', { ...NO_DEADLINE, signal: client.signal });
    client.abort();
    expect(await left).toMatchObject({ ok: false });
    const next = dispatcher.screen('next', NO_DEADLINE);
    answerNext();
    await first;
    answerNext();
    expect(await next).toMatchObject({ ok: true });
    expect(begun).toEqual(['a', 'next']);
  });

  it('does not begin a scan whose client had left before it came', async () => {
    const { dispatcher, begun } = houseWith({ threads: 1 });
    expect(await dispatcher.screen('a', { ...NO_DEADLINE, signal: AbortSignal.abort() })).toMatchObject({
      ok: false,
    });
    expect(begun).toEqual([]);
  });

  it('lets a running scan finish when its client leaves', async () => {
    const { dispatcher, answerNext } = houseWith({ threads: 1 });
    const client = new AbortController();
    const scan = dispatcher.screen('a', { ...NO_DEADLINE, signal: client.signal });
    client.abort();
    expect(dispatcher.running().live).toBe(1);
    answerNext();
    expect(await scan).toMatchObject({ ok: true });
  });

  it('calls a running scan off when its client leaves or its deadline passes, and keeps its thread until it ends', async () => {
    const { dispatcher, begun, callOffs, answerNext } = houseWith({ threads: 2 });
    const client = new AbortController();
    const left = dispatcher.screen('left', { ...NO_DEADLINE, signal: client.signal });
    const late = dispatcher.screen('late', { ...NO_DEADLINE, deadlineAt: 20 });
    void dispatcher.screen('next', NO_DEADLINE);
    expect(callOffs.get('left')?.aborted).toBe(false);
    client.abort();
    expect(callOffs.get('left')?.aborted).toBe(true);
    await expect.poll(() => callOffs.get('late')?.aborted).toBe(true);
    expect(begun).toEqual(['left', 'late']);
    answerNext();
    answerNext();
    await Promise.all([left, late]);
    expect(begun).toEqual(['left', 'late', 'next']);
  });

  it('answers a scan whose deadline passes while every thread is busy, and frees its place in the queue', async () => {
    const { dispatcher, begun } = houseWith({ threads: 1, queueLimit: 1 });
    void dispatcher.screen('a', NO_DEADLINE);
    const late = dispatcher.screen('late', { ...NO_DEADLINE, deadlineAt: 20 });
    expect(await late).toMatchObject({ failure: { code: 'deadline-passed' } });
    expect(dispatcher.queueDepth().live).toBe(0);
    void dispatcher.screen('next', NO_DEADLINE);
    expect(dispatcher.queueDepth().live).toBe(1);
    expect(begun).toEqual(['a']);
  });

  it('refuses at once what the queue cannot hold', async () => {
    const { dispatcher } = houseWith({ threads: 0, queueLimit: 1 });
    void dispatcher.screen('a', NO_DEADLINE);
    expect(await dispatcher.screen('b', NO_DEADLINE)).toMatchObject({
      failure: { code: 'overloaded', retryAfterSeconds: 1 },
    });
  });

  it('passes a bug on and goes on with the next scan', async () => {
    const { dispatcher, answerNext, breakNext } = houseWith({ threads: 1 });
    const first = dispatcher.screen('a', NO_DEADLINE);
    const second = dispatcher.screen('b', NO_DEADLINE);
    breakNext(new Error('a bug'));
    await expect(first).rejects.toThrow('a bug');
    answerNext();
    expect(await second).toMatchObject({ ok: true });
    expect(dispatcher.running().live).toBe(0);
  });

  it('answers all that wait when no thread is left', async () => {
    const { dispatcher } = houseWith({ threads: 0 });
    const scans = ['a', 'b'].map((name) => dispatcher.screen(name, NO_DEADLINE));
    dispatcher.failWaiting({ code: 'runtime-failed', message: 'No thread is left.' });
    for (const scan of scans) expect(await scan).toMatchObject({ failure: { code: 'runtime-failed' } });
    await dispatcher.whenEmpty();
    expect(dispatcher.queueDepth().live).toBe(0);
  });

  it('is empty only when what waits and what runs is answered', async () => {
    const { dispatcher, answerNext } = houseWith({ threads: 1 });
    const scans = ['a', 'b'].map((name) => dispatcher.screen(name, NO_DEADLINE));
    let isEmpty = false;
    const empty = dispatcher.whenEmpty().then(() => {
      isEmpty = true;
    });
    answerNext();
    await scans[0];
    expect(isEmpty).toBe(false);
    answerNext();
    await empty;
    expect([dispatcher.queueDepth().live, dispatcher.running().live]).toEqual([0, 0]);
  });
});

describe('priorities', () => {
  const LIVE = NO_DEADLINE;
  const CHALLENGER = { ...NO_DEADLINE, priority: 'challenger' } as const;
  const BENCH = { ...NO_DEADLINE, priority: 'bench' } as const;

  it('begins live scans before challengers, and challengers before benchmarks, each in their order', async () => {
    const { dispatcher, begun, answerNext } = houseWith({ threads: 1 });
    const scans = [
      dispatcher.screen('busy', LIVE),
      dispatcher.screen('bench 1', BENCH),
      dispatcher.screen('challenger 1', CHALLENGER),
      dispatcher.screen('live 1', LIVE),
      dispatcher.screen('challenger 2', CHALLENGER),
      dispatcher.screen('live 2', LIVE),
    ];
    expect(dispatcher.queueDepth()).toEqual({ live: 2, challenger: 2, bench: 1 });
    for (let answered = 0; answered < scans.length; answered++) {
      answerNext();
      await new Promise(setImmediate);
    }
    await Promise.all(scans);
    expect(begun).toEqual(['busy', 'live 1', 'live 2', 'challenger 1', 'challenger 2', 'bench 1']);
  });

  it('keeps a thread free for a live scan, however much waits in the background', async () => {
    const { dispatcher, begun } = houseWith({ threads: 3 });
    for (const name of ['a', 'b', 'c']) void dispatcher.screen(`challenger ${name}`, CHALLENGER);
    void dispatcher.screen('bench', BENCH);
    expect(begun).toEqual(['challenger a', 'challenger b']);
    void dispatcher.screen('live', LIVE);
    expect(begun.at(-1)).toBe('live');
    expect(dispatcher.running()).toEqual({ live: 1, challenger: 2, bench: 0 });
  });

  it('with one thread, delays a live scan by the one background run that has begun, and by no other', async () => {
    const { dispatcher, begun, answerNext } = houseWith({ threads: 1 });
    const first = dispatcher.screen('challenger a', CHALLENGER);
    void dispatcher.screen('challenger b', CHALLENGER);
    void dispatcher.screen('live', LIVE);
    expect(begun).toEqual(['challenger a']);
    answerNext();
    await first;
    expect(begun).toEqual(['challenger a', 'live']);
  });

  it('never lets background work take the place of a live scan in the queue', async () => {
    const { dispatcher } = houseWith({ threads: 0, queueLimit: 1 });
    void dispatcher.screen('challenger', CHALLENGER);
    expect(await dispatcher.screen('one too many', CHALLENGER)).toMatchObject({ failure: { code: 'overloaded' } });
    void dispatcher.screen('live', LIVE);
    expect(dispatcher.queueDepth()).toEqual({ live: 1, challenger: 1, bench: 0 });
  });

  it('lends idle threads to one that runs, as many as can take part, and none that a job may have', async () => {
    const { dispatcher, lent, lend } = houseWith({ threads: 4 });
    void dispatcher.screen('a', NO_DEADLINE);
    lend(2);
    expect(lent.begun).toBe(2);
    lend(5);
    expect(lent.begun).toBe(3);
    lend(5);
    expect(lent.begun).toBe(3);
    expect(dispatcher.running().live).toBe(1);
  });

  it('recalls help as soon as a live job waits, and begins that when the thread is back', async () => {
    const { dispatcher, begun, lent, lend } = houseWith({ threads: 2 });
    void dispatcher.screen('a', NO_DEADLINE);
    lend(1);
    void dispatcher.screen('challenger', { ...NO_DEADLINE, priority: 'challenger' });
    expect(lent.recalled).toBe(0);
    void dispatcher.screen('b', NO_DEADLINE);
    expect([lent.recalled, begun]).toEqual([1, ['a']]);
    await lent.endNext();
    expect(begun).toEqual(['a', 'b']);
  });

  it('is not empty while a thread is lent, and counts its time', async () => {
    const { dispatcher, lent, lend, answerNext, pass } = houseWith({ threads: 2 });
    const scan = dispatcher.screen('a', NO_DEADLINE);
    lend(1);
    pass(100);
    answerNext();
    await scan;
    let isEmpty = false;
    const empty = dispatcher.whenEmpty().then(() => {
      isEmpty = true;
    });
    pass(50);
    expect(isEmpty).toBe(false);
    await lent.endNext();
    await empty;
    expect(dispatcher.busySeconds()).toBeCloseTo(0.25, 10);
  });
});
