import { describe, expect, it } from 'vitest';
import { houseWith, NO_DEADLINE } from './house-of-threads.ts';

describe('createDispatcher, when a client leaves or a deadline passes,', () => {
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
});
