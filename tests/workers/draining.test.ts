import { expect, it } from 'vitest';
import { PATIENT } from './patient.ts';
import { answerOf, createScripted, LIVE, NOTHING, startScripted } from './scripted-screener.ts';

it('answers all that is in flight, admits nothing more, then ends its threads', async () => {
  const { screener, screen, hold } = await startScripted({ workers: 2, inFlightLimit: 6 });
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
  const { screener, screen } = await startScripted();
  const permit = screener.admit(LIVE);
  const drained = screener.drain();
  expect(answerOf(await screen({ do: 'answer', name: 'late body' }))).toContain('late body');
  if (permit.ok) permit.value.release();
  await drained;
});

it('begins nothing more in the background, but lets a run that has begun end', async () => {
  const { screener, screen, hold } = await startScripted();
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
  const { screener } = await createScripted({ workers: 2, inFlightLimit: 4 });
  await screener.drain();
  expect(await screener.ready).toMatchObject({ ok: true });
});
