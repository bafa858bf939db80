import { describe, expect, it } from 'vitest';
import { houseWith, NO_DEADLINE } from './house-of-threads.ts';

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
});
