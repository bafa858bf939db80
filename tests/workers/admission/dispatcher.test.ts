import { describe, expect, it } from 'vitest';
import { houseWith, NO_DEADLINE } from './dispatcher/house-of-threads.ts';

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
