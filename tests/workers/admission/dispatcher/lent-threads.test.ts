import { describe, expect, it } from 'vitest';
import { houseWith, NO_DEADLINE } from './house-of-threads.ts';

describe('a dispatcher that lends threads', () => {
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
