import { expect, it } from 'vitest';
import { PATIENT } from './patient.ts';
import { answerOf, createScripted, jobOf, LIVE, NOTHING, startScripted } from './scripted-screener.ts';

it('answers at once while its threads warm up, and is ready when every thread is', async () => {
  const { screener, expectAllAtRest } = await createScripted({ workers: 2, inFlightLimit: 4 });
  expect(screener.isReady()).toBe(false);
  expect(screener.state().workers).toEqual({ idle: 0, busy: 0, starting: 2, dead: 0 });
  expect(screener.technologies()).toMatchObject([{ id: 'quiet@null-cpu', state: 'unavailable' }]);

  expect(await screener.ready).toMatchObject({ ok: true, value: [{ id: 'quiet@null-cpu', state: 'ready' }] });
  expect(screener.isReady()).toBe(true);
  expectAllAtRest(2);
});

it('screens a scan that came before the threads were warm', async () => {
  const { screener, screen } = await createScripted({ inFlightLimit: 4 });
  const early = screen({ do: 'answer', name: 'early' });
  expect(screener.state().queueDepth.live).toBe(1);
  expect(answerOf(await early)).toContain('early');
});

it('moves the bytes of a scan to the thread', async () => {
  const { screener } = await startScripted();
  const job = jobOf({ do: 'answer', name: 'moved' });
  expect(answerOf(await screener.screen(job, PATIENT))).toContain('moved');
  expect(job.files[0]?.bytes.byteLength).toBe(0);
});

it('copies bytes out of the slab that Node cuts small Buffers from', async () => {
  const { screener } = await startScripted();
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
  const { screener, screen, hold } = await startScripted();
  const busy = await hold();
  const order: string[] = [];
  const scans = ['a', 'b', 'c'].map((name) => screen({ do: 'answer', name }).then(() => order.push(name)));
  expect(screener.state()).toMatchObject({ queueDepth: { live: 3 }, workers: { busy: 1, idle: 0 } });
  busy.release();
  await Promise.all([busy.scan, ...scans]);
  expect(order).toEqual(['a', 'b', 'c']);
});

it('uses every thread', async () => {
  const { screener, hold } = await startScripted({ workers: 2 });
  const both = [await hold(), await hold()];
  expect(screener.state().workers).toEqual({ idle: 0, busy: 2, starting: 0, dead: 0 });
  for (const { release } of both) release();
  const threads = (await Promise.all(both.map(({ scan }) => scan))).map((scan) => answerOf(scan).split(' ').at(-1));
  expect(new Set(threads).size).toBe(2);
});

it('never begins a scan whose deadline passes while it waits', async () => {
  const { screener, screen, hold } = await startScripted();
  const busy = await hold();
  // It would end its thread, so an answer from that thread proves that it was not begun.
  const late = screen({ do: 'exit', name: 'late' }, { ...PATIENT, deadlineAt: performance.now() });
  busy.release();
  expect(await late).toMatchObject({ ok: false, failure: { code: 'deadline-passed' } });
  expect(answerOf(await screen({ do: 'answer', name: 'next' }))).toContain('next');
  expect(screener.state().workerRestarts).toEqual({});
});

it('drops the waiting scan of a client that left', async () => {
  const { screener, screen, hold } = await startScripted();
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
  const { screener, screen } = await startScripted();
  const client = new AbortController();
  const running = screen({ do: 'work', name: 'until it is called off' }, { ...PATIENT, signal: client.signal });
  expect(screener.state().workers.busy).toBe(1);
  client.abort();
  expect(answerOf(await running)).toContain('until it is called off');
  const late = { ...PATIENT, deadlineAt: performance.now() + 50 };
  expect(answerOf(await screen({ do: 'work', name: 'until its deadline' }, late))).toContain('until its deadline');
});

it('leaves every gauge at zero after 200 scans, answered, refused, left and failed', async () => {
  const { screener, screen } = await startScripted({ workers: 2, inFlightLimit: 4 });
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
