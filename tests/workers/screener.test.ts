import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/failure.ts';
import type { ScanJob } from '../../src/domain/scan-job.ts';
import { createScreener, type OthersInFlight, type StartedScreener } from '../../src/workers/create-screener.ts';
import type { JobOptions, ScreenedScan } from '../../src/workers/screener.ts';
import type { WorkerEvent } from '../../src/workers/worker-event.ts';
import { createNullModels } from './null-models.ts';
import { DIE_AT_START, type ThreadScript } from './thread-script.ts';

// Threads run compiled code: `npm test` builds first.
const SCRIPTED = new URL('../../dist/tests/workers/scripted-worker.js', import.meta.url);
const LIVE = { priority: 'live' } as const;
const PATIENT: JobOptions = {
  deadlineAt: Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  priority: 'live',
};
const PATIENTLY = { timeout: 30_000 };
const NOTHING = { live: 0, challenger: 0, bench: 0 };

let modelsDir: string;
let screener: StartedScreener;
let held = 0;

beforeAll(async () => {
  modelsDir = await createNullModels(['quiet']);
});
afterAll(() => rm(modelsDir, { recursive: true }));
afterEach(() => screener.drain());

async function startScreener(options: { workers: number; inFlightLimit?: number; events?: WorkerEvent[] }) {
  screener = await createScreener({
    modelsDir,
    providers: ['cpu'],
    workers: options.workers,
    intraOpThreads: 1,
    inFlightLimit: options.inFlightLimit ?? 8,
    entry: SCRIPTED,
    onWorkerEvent: (event) => options.events?.push(event),
  });
  await screener.ready;
}

function jobOf(script: ThreadScript): ScanJob {
  const bytes = new TextEncoder().encode(JSON.stringify(script));
  const file = { view: 'side', energy: null, declaredType: null, bytes };
  return { files: [file], technologies: ['quiet@null-cpu'], maps: 'none', images: 'none' };
}

function screen(script: ThreadScript, options = PATIENT): Promise<Outcome<ScreenedScan>> {
  return screener.screen(jobOf(script), options);
}

/** Sends a scan that keeps its thread busy until it is released; resolves when the thread runs it. */
async function hold(options = PATIENT): Promise<{ scan: Promise<Outcome<ScreenedScan>>; release: () => void }> {
  const name = `held-${process.pid}-${++held}`;
  const channel = new BroadcastChannel(name);
  const running = new Promise<void>((resolve) => {
    channel.onmessage = () => resolve();
  });
  const scan = screen({ do: 'hold', name }, options);
  await running;
  return {
    scan,
    release() {
      channel.postMessage('go on');
      channel.close();
    },
  };
}

function answerOf(outcome: Outcome<ScreenedScan>): string {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return new TextDecoder().decode(outcome.value.result.viewPngs[0]?.png);
}

function expectAllAtRest(workers: number): void {
  expect(screener.state()).toMatchObject({
    inFlight: NOTHING,
    queueDepth: NOTHING,
    workers: { idle: workers, busy: 0, starting: 0 },
  });
}

describe('the screener', () => {
  it('answers at once while its threads warm up, and is ready when every thread is', async () => {
    screener = await createScreener({
      modelsDir,
      providers: ['cpu'],
      workers: 2,
      intraOpThreads: 1,
      inFlightLimit: 4,
      entry: SCRIPTED,
    });
    expect(screener.isReady()).toBe(false);
    expect(screener.state().workers).toEqual({ idle: 0, busy: 0, starting: 2, dead: 0 });
    expect(screener.technologies()).toMatchObject([{ id: 'quiet@null-cpu', state: 'unavailable' }]);

    expect(await screener.ready).toMatchObject({ ok: true, value: [{ id: 'quiet@null-cpu', state: 'ready' }] });
    expect(screener.isReady()).toBe(true);
    expectAllAtRest(2);
  });

  it('screens a scan that came before the threads were warm', async () => {
    screener = await createScreener({
      modelsDir,
      providers: ['cpu'],
      workers: 1,
      intraOpThreads: 1,
      inFlightLimit: 4,
      entry: SCRIPTED,
    });
    const early = screen({ do: 'answer', name: 'early' });
    expect(screener.state().queueDepth.live).toBe(1);
    expect(answerOf(await early)).toContain('early');
  });

  it('moves the bytes of a scan to the thread', async () => {
    await startScreener({ workers: 1 });
    const job = jobOf({ do: 'answer', name: 'moved' });
    expect(answerOf(await screener.screen(job, PATIENT))).toContain('moved');
    expect(job.files[0]?.bytes.byteLength).toBe(0);
  });

  it('copies bytes out of the slab that Node cuts small Buffers from', async () => {
    await startScreener({ workers: 1 });
    const slab = new ArrayBuffer(Buffer.poolSize);
    const neighbour = Buffer.from(slab, 0, 64).fill('another request');
    const job = jobOf({ do: 'answer', name: 'small' });
    const [file] = job.files;
    if (file === undefined) throw new Error('the job has no file');
    const small = new Uint8Array(slab, 64, file.bytes.length);
    small.set(file.bytes);
    const outcome = await screener.screen({ ...job, files: [{ ...file, bytes: small }] }, PATIENT);
    expect(answerOf(outcome)).toContain('small');
    expect(neighbour.toString()).toContain('another request');
  });

  it('begins scans first in, first out', async () => {
    await startScreener({ workers: 1 });
    const busy = await hold();
    const order: string[] = [];
    const scans = ['a', 'b', 'c'].map((name) => screen({ do: 'answer', name }).then(() => order.push(name)));
    expect(screener.state()).toMatchObject({ queueDepth: { live: 3 }, workers: { busy: 1, idle: 0 } });
    busy.release();
    await Promise.all([busy.scan, ...scans]);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('gives up a scan whose thread takes no step any more, lets nobody in from then on, and answers the others', async () => {
    const hangs: OthersInFlight[] = [];
    screener = await createScreener({
      ...{ modelsDir, providers: ['cpu'], workers: 2, intraOpThreads: 1, inFlightLimit: 8, entry: SCRIPTED },
      hangSeconds: 2,
      onHang: (others) => void hangs.push(others),
    });
    await screener.ready;
    const places = [screener.admit(LIVE), screener.admit(LIVE)];
    const working = new AbortController();
    const steady = screen({ do: 'work', name: 'steady' }, { ...PATIENT, signal: working.signal });
    const { scan } = await hold();
    const failed = await scan;
    expect(failed).toMatchObject({ ok: false, failure: { code: 'runtime-failed', technology: 'quiet@null-cpu' } });
    expect(screener.isReady()).toBe(false);
    expect(screener.admit(LIVE)).toMatchObject({ ok: false, failure: { code: 'draining' } });
    expect(await screen({ do: 'answer', name: 'later' }, { ...PATIENT, priority: 'challenger' })).toMatchObject({
      failure: { code: 'draining' },
    });
    // The other one works for as long as the one that hangs did, but it takes steps.
    working.abort();
    expect(answerOf(await steady)).toContain('steady');
    for (const place of places) if (place.ok) place.value.release();
    expect(hangs).toHaveLength(1);
    await hangs[0]?.answered;
  });

  it('refuses what waits for a thread as soon as the last one hangs', async () => {
    screener = await createScreener({
      ...{ modelsDir, providers: ['cpu'], workers: 1, intraOpThreads: 1, inFlightLimit: 8, entry: SCRIPTED },
      hangSeconds: 1,
    });
    await screener.ready;
    const { scan } = await hold();
    expect(await screen({ do: 'answer', name: 'waits' })).toMatchObject({ failure: { code: 'draining' } });
    expect(await scan).toMatchObject({ failure: { code: 'runtime-failed' } });
  });

  it('uses every thread', async () => {
    await startScreener({ workers: 2 });
    const both = [await hold(), await hold()];
    expect(screener.state().workers).toEqual({ idle: 0, busy: 2, starting: 0, dead: 0 });
    for (const { release } of both) release();
    const threads = (await Promise.all(both.map(({ scan }) => scan))).map((scan) => answerOf(scan).split(' ').at(-1));
    expect(new Set(threads).size).toBe(2);
  });

  it('never begins a scan whose deadline passes while it waits', async () => {
    await startScreener({ workers: 1 });
    const busy = await hold();
    // It would end its thread, so an answer from that thread proves that it was not begun.
    const late = screen({ do: 'exit', name: 'late' }, { ...PATIENT, deadlineAt: performance.now() });
    busy.release();
    expect(await late).toMatchObject({ ok: false, failure: { code: 'deadline-passed' } });
    expect(answerOf(await screen({ do: 'answer', name: 'next' }))).toContain('next');
    expect(screener.state().workerRestarts).toEqual({});
  });

  it('drops the waiting scan of a client that left', async () => {
    await startScreener({ workers: 1 });
    const busy = await hold();
    const client = new AbortController();
    const left = screen({ do: 'exit', name: 'left' }, { ...PATIENT, signal: client.signal });
    client.abort();
    expect((await left).ok).toBe(false);
    expect(screener.state().queueDepth.live).toBe(0);
    busy.release();
    await busy.scan;
    expect(screener.state().workerRestarts).toEqual({});
  });

  it('tells a thread at work when nobody waits for the answer any more', async () => {
    await startScreener({ workers: 1 });
    const client = new AbortController();
    const running = screen({ do: 'work', name: 'until it is called off' }, { ...PATIENT, signal: client.signal });
    expect(screener.state().workers.busy).toBe(1);
    client.abort();
    expect(answerOf(await running)).toContain('until it is called off');
    const late = { ...PATIENT, deadlineAt: performance.now() + 50 };
    expect(answerOf(await screen({ do: 'work', name: 'until its deadline' }, late))).toContain('until its deadline');
  });

  it.each([
    ['ends', 'exit', 'exit'],
    ['throws where nothing catches', 'break', 'uncaught-error'],
  ] as const)(
    'fails the scan of a thread that %s, replaces the thread, and counts it',
    async (_how, script, reason) => {
      const events: WorkerEvent[] = [];
      await startScreener({ workers: 1, events });
      const outcome = await screen({ do: script, name: 'fatal' });
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'runtime-failed', technology: 'quiet@null-cpu' } });
      expect(answerOf(await screen({ do: 'answer', name: 'next' }))).toContain('next');
      expect(screener.state().workerRestarts).toEqual({ [reason]: 1 });
      expect(events.map(({ kind }) => kind)).toEqual(['ready', 'died', 'ready']);
      expect(screener.isReady()).toBe(true);
      expectAllAtRest(1);
    },
  );

  it('goes on through thread after thread that dies', async () => {
    await startScreener({ workers: 2 });
    for (let round = 1; round <= 4; round++) {
      const [fatal, fine] = await Promise.all([
        screen({ do: 'exit', name: 'fatal' }),
        screen({ do: 'answer', name: 'fine' }),
      ]);
      expect([fatal.ok, fine.ok]).toEqual([false, true]);
    }
    expect(screener.state().workerRestarts).toEqual({ exit: 4 });
  });

  it('tries another thread where one dies as it starts, and has all of them again when they live', async () => {
    const events: WorkerEvent[] = [];
    await startScreener({ workers: 2, events });
    const hindrance = path.join(modelsDir, DIE_AT_START);
    await writeFile(hindrance, '');
    await screen({ do: 'exit', name: 'fatal' });
    await expect.poll(() => screener.state().workers, PATIENTLY).toMatchObject({ idle: 1, dead: 1 });
    expect(answerOf(await screen({ do: 'answer', name: 'other' }))).toContain('other');
    await rm(hindrance);
    await expect.poll(() => screener.state().workers, PATIENTLY).toMatchObject({ idle: 2, dead: 0 });
    // The next death is met as the first one was.
    expect((await screen({ do: 'exit', name: 'fatal' })).ok).toBe(false);
    await expect.poll(() => screener.state().workers, PATIENTLY).toMatchObject({ idle: 2, dead: 0 });
    expect(events.filter(({ kind }) => kind === 'ready')).toHaveLength(4);
  });

  it('passes on a bug that a thread throws, and keeps the thread', async () => {
    await startScreener({ workers: 1 });
    await expect(screen({ do: 'throw', name: 'bug' })).rejects.toThrow('a bug in the thread');
    expect(answerOf(await screen({ do: 'answer', name: 'next' }))).toContain('next');
    expect(screener.state().workerRestarts).toEqual({});
    expectAllAtRest(1);
  });

  it('takes a scan whose bytes were moved away before for a bug, and keeps the thread', async () => {
    await startScreener({ workers: 1 });
    const job = jobOf({ do: 'answer', name: 'twice' });
    await screener.screen(job, PATIENT);
    await expect(screener.screen(job, PATIENT)).rejects.toThrow();
    expect(answerOf(await screen({ do: 'answer', name: 'next' }))).toContain('next');
    expectAllAtRest(1);
  });

  it('leaves every gauge at zero after 200 scans, answered, refused, left and failed', async () => {
    await startScreener({ workers: 2, inFlightLimit: 4 });
    const codes: Record<string, number> = {};
    const one = async (index: number) => {
      const permit = screener.admit(LIVE);
      if (!permit.ok) return permit.failure.code;
      const client = new AbortController();
      const scan = screen(
        { do: index % 50 === 7 ? 'exit' : 'answer', name: `scan-${index}` },
        { ...PATIENT, deadlineAt: index % 7 === 3 ? 0 : Number.POSITIVE_INFINITY, signal: client.signal },
      );
      if (index % 11 === 5) client.abort();
      const outcome = await scan.finally(permit.value.release);
      return outcome.ok ? 'ok' : outcome.failure.code;
    };
    const count = (code: string) => {
      codes[code] = (codes[code] ?? 0) + 1;
    };
    for (let index = 0; index < 100; index++) count(await one(index));
    for (let wave = 100; wave < 200; wave += 10) {
      for (const code of await Promise.all(Array.from({ length: 10 }, (_, step) => one(wave + step)))) count(code);
    }
    expect(Object.values(codes).reduce((sum, times) => sum + times, 0)).toBe(200);
    expect(Object.keys(codes).toSorted()).toEqual(['deadline-passed', 'ok', 'overloaded', 'runtime-failed']);
    await screener.drain();
    expect(screener.state()).toMatchObject({
      inFlight: NOTHING,
      queueDepth: NOTHING,
      workers: { busy: 0, starting: 0 },
    });
  });
});

describe('a screener that drains', () => {
  it('answers all that is in flight, admits nothing more, then ends its threads', async () => {
    await startScreener({ workers: 2, inFlightLimit: 6 });
    const permits = Array.from({ length: 6 }, () => screener.admit(LIVE));
    const busy = [await hold(), await hold()];
    const waiting = ['a', 'b', 'c', 'd'].map((name) => screen({ do: 'answer', name }));

    let isDrained = false;
    const drained = screener.drain().then(() => {
      isDrained = true;
    });
    expect(screener.isReady()).toBe(false);
    expect(screener.admit(LIVE)).toMatchObject({ ok: false, failure: { code: 'draining', retryAfterSeconds: 1 } });
    expect(screener.drain()).toBe(screener.drain());

    for (const { release } of busy) release();
    const outcomes = await Promise.all([...busy.map(({ scan }) => scan), ...waiting]);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(isDrained).toBe(false);
    for (const permit of permits) if (permit.ok) permit.value.release();
    await drained;
    expect(screener.state()).toMatchObject({
      inFlight: NOTHING,
      queueDepth: NOTHING,
      workers: { idle: 0, busy: 0, starting: 0 },
    });
    expect(await screen({ do: 'answer', name: 'late' })).toMatchObject({ failure: { code: 'draining' } });
  });

  it('screens an admitted scan whose body arrives while it drains', async () => {
    await startScreener({ workers: 1 });
    const permit = screener.admit(LIVE);
    const drained = screener.drain();
    expect(answerOf(await screen({ do: 'answer', name: 'late body' }))).toContain('late body');
    if (permit.ok) permit.value.release();
    await drained;
  });

  it('begins nothing more in the background, but lets a run that has begun end', async () => {
    await startScreener({ workers: 1 });
    const background = { ...PATIENT, priority: 'challenger' } as const;
    const permit = screener.admit({ priority: 'challenger' });
    const running = await hold(background);
    // It would end its thread, so an answer from that thread proves that it was not begun.
    const waiting = screen({ do: 'exit', name: 'waiting' }, background);
    const drained = screener.drain();
    expect(await waiting).toMatchObject({ failure: { code: 'draining' } });
    expect(await screen({ do: 'exit', name: 'late' }, background)).toMatchObject({ failure: { code: 'draining' } });
    running.release();
    expect((await running.scan).ok).toBe(true);
    if (permit.ok) permit.value.release();
    await drained;
    expect(screener.state()).toMatchObject({ inFlight: NOTHING, queueDepth: NOTHING, workerRestarts: {} });
  });

  it('waits for threads that still start', async () => {
    screener = await createScreener({
      modelsDir,
      providers: ['cpu'],
      workers: 2,
      intraOpThreads: 1,
      inFlightLimit: 4,
      entry: SCRIPTED,
    });
    await screener.drain();
    expect(await screener.ready).toMatchObject({ ok: true });
  });
});

describe('a screener that cannot screen', () => {
  const start = (changes: { modelsDir?: string; champion?: () => string; entry?: URL }) =>
    createScreener({
      modelsDir,
      providers: ['cpu'],
      workers: 1,
      intraOpThreads: 1,
      inFlightLimit: 4,
      entry: SCRIPTED,
      ...changes,
    });

  it('says so where there is no model', async () => {
    screener = await start({ modelsDir: fileURLToPath(new URL('.', import.meta.url)) });
    expect(await screener.ready).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
    expect(screener.isReady()).toBe(false);
    expect(screener.technologies()).toEqual([]);
  });

  it('says so where the champion is not among the technologies', async () => {
    screener = await start({ champion: () => 'other@onnx-cpu' });
    const ready = await screener.ready;
    expect(ready.ok ? '' : ready.failure.message).toBe(
      'The champion other@onnx-cpu cannot screen: There is no such technology. There are: quiet@null-cpu. PUT /v1/lineup can name another: quiet@null-cpu.',
    );
    expect(screener.isReady()).toBe(false);
  });

  it('goes by the champion that there is now', async () => {
    let champion = 'other@onnx-cpu';
    screener = await start({ champion: () => champion });
    await screener.ready;
    expect(screener.isReady()).toBe(false);
    champion = 'quiet@null-cpu';
    expect(screener.isReady()).toBe(true);
  });

  it('answers every scan with a failure where its threads die as they start, again and again', async () => {
    screener = await start({ entry: new URL('no-such-module.js', import.meta.url) });
    const early = screen({ do: 'answer', name: 'early' });
    expect(await screener.ready).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
    expect(await early).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
    expect(await screen({ do: 'answer', name: 'next' })).toMatchObject({ failure: { code: 'runtime-failed' } });
    expect(screener.isReady()).toBe(false);
  });
});
