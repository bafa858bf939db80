import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { OthersInFlight } from '../../../src/workers/create-screener.ts';
import type { WorkerEvent } from '../../../src/workers/worker-event.ts';
import { PATIENT } from '../patient.ts';
import { answerOf, jobOf, LIVE, startScripted } from '../scripted-screener.ts';
import { DIE_AT_START } from '../thread-script.ts';

it('gives up a scan whose thread takes no step any more, lets nobody in from then on, and answers the others', async () => {
  const hangs: OthersInFlight[] = [];
  const { screener, screen, hold } = await startScripted({
    workers: 2,
    hangSeconds: 2,
    onHang: (others) => void hangs.push(others),
  });
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
  const { screen, hold } = await startScripted({ hangSeconds: 1 });
  const { scan } = await hold();
  expect(await screen({ do: 'answer', name: 'waits' })).toMatchObject({ failure: { code: 'draining' } });
  expect(await scan).toMatchObject({ failure: { code: 'runtime-failed' } });
});

it.each([
  ['ends', 'exit', 'exit'],
  ['throws where nothing catches', 'break', 'uncaught-error'],
] as const)('fails the scan of a thread that %s, replaces the thread, and counts it', async (_how, script, reason) => {
  const events: WorkerEvent[] = [];
  const { screener, screen, expectAllAtRest } = await startScripted({ onWorkerEvent: (event) => events.push(event) });
  const outcome = await screen({ do: script, name: 'fatal' });
  expect(outcome).toMatchObject({ ok: false, failure: { code: 'runtime-failed', technology: 'quiet@null-cpu' } });
  expect(answerOf(await screen({ do: 'answer', name: 'next' }))).toContain('next');
  expect(screener.state().workerRestarts).toEqual({ [reason]: 1 });
  expect(events.map(({ kind }) => kind)).toEqual(['ready', 'died', 'ready']);
  expect(screener.isReady()).toBe(true);
  expectAllAtRest(1);
});

it('goes on through thread after thread that dies', async () => {
  const { screener, screen } = await startScripted({ workers: 2 });
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
  const { screener, modelsDir, screen } = await startScripted({
    workers: 2,
    onWorkerEvent: (event) => events.push(event),
  });
  const hindrance = path.join(modelsDir, DIE_AT_START);
  await writeFile(hindrance, '');
  await screen({ do: 'exit', name: 'fatal' });
  await expect.poll(() => screener.state().workers).toMatchObject({ idle: 1, dead: 1 });
  expect(answerOf(await screen({ do: 'answer', name: 'other' }))).toContain('other');
  await rm(hindrance);
  await expect.poll(() => screener.state().workers).toMatchObject({ idle: 2, dead: 0 });
  // The next death is met as the first one was.
  expect((await screen({ do: 'exit', name: 'fatal' })).ok).toBe(false);
  await expect.poll(() => screener.state().workers).toMatchObject({ idle: 2, dead: 0 });
  expect(events.filter(({ kind }) => kind === 'ready')).toHaveLength(4);
});

it('passes on a bug that a thread throws, and keeps the thread', async () => {
  const { screener, screen, expectAllAtRest } = await startScripted();
  await expect(screen({ do: 'throw', name: 'bug' })).rejects.toThrow('a bug in the thread');
  expect(answerOf(await screen({ do: 'answer', name: 'next' }))).toContain('next');
  expect(screener.state().workerRestarts).toEqual({});
  expectAllAtRest(1);
});

it('takes a scan whose bytes were moved away before for a bug, and keeps the thread', async () => {
  const { screener, screen, expectAllAtRest } = await startScripted();
  const job = jobOf({ do: 'answer', name: 'twice' });
  await screener.screen(job, PATIENT);
  await expect(screener.screen(job, PATIENT)).rejects.toThrow();
  expect(answerOf(await screen({ do: 'answer', name: 'next' }))).toContain('next');
  expectAllAtRest(1);
});
