import { describe, expect, it } from 'vitest';
import { type Clock, type Drive, driveBlock, type Target } from '../../../../src/commands/bench/targets/drive-block.ts';
import { fail, succeed } from '../../../../src/domain/failure.ts';
import { poissonArrivals } from '../../../../src/performance/arrivals.ts';
import { openLoop, singleStream, type Traffic, trialLoop } from '../../../../src/performance/traffic.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';

/** A clock that stands still but for what is slept on it: sleepers wake in the order of their time. */
function fakeClock(): Clock {
  let nowMs = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const wakeNext = () => {
    const next = sleepers.sort((a, b) => a.at - b.at).shift();
    if (next === undefined) return;
    nowMs = Math.max(nowMs, next.at);
    next.wake();
  };
  return {
    nowMs: () => nowMs,
    sleep: (ms) =>
      new Promise((resolve) => {
        sleepers.push({ at: nowMs + ms, wake: resolve });
        setImmediate(wakeNext);
      }),
  };
}

/** One worker that takes so long for each scan, first come, first served. */
function slowTarget(clock: Clock, serviceMs: number): Target {
  let previous: Promise<unknown> = Promise.resolve();
  return {
    screen: (scan) => {
      const own = previous.then(async () => {
        await clock.sleep(serviceMs);
        return succeed({ answer: `scan ${scan}`, serviceMs });
      });
      previous = own;
      return own;
    },
  };
}

/** A drive of two scans in turn, one a query, that takes no refusal. */
function drive(traffic: Traffic, target: Target, clock: Clock, changes: Partial<Drive> = {}) {
  return driveBlock({ traffic, target, order: ascending(), clock, scansPerQuery: 1, mayRefuse: false, ...changes });
}

function* every(ms: number): Generator<number, never> {
  for (let query = 0; ; query++) yield ms * query;
}

function* ascending(): Generator<number, never> {
  for (let scan = 0; ; scan++) yield scan % 2;
}

describe('driveBlock', () => {
  it('gives a single stream one latency after the other, and each answer once', async () => {
    const clock = fakeClock();
    const traffic = singleStream({ leastMs: 100, queriesOfPass: 2 });
    const block = valueFrom(await drive(traffic, slowTarget(clock, 30), clock));
    expect(block).toEqual({
      latenciesMs: [30, 30, 30, 30],
      lateMs: 0,
      wallMs: 120,
      serviceMs: 120,
      answers: [
        { scan: 0, answer: 'scan 0' },
        { scan: 1, answer: 'scan 1' },
      ],
    });
  });

  it('measures an open loop from the intended start: a target that falls behind does not slow the arrivals', async () => {
    const clock = fakeClock();
    const everyTen = openLoop(every(10), { leastMs: 40, queriesOfPass: 2 });
    const block = valueFrom(await drive(everyTen, slowTarget(clock, 30), clock));
    // Due at 0, 10, 20, 30; answered at 30, 60, 90, 120.
    expect(block.latenciesMs).toEqual([30, 50, 70, 90]);
  });

  it('takes a scan that the target fails on for one that is never answered, and says how many and why', async () => {
    const clock = fakeClock();
    let asked = 0;
    const target: Target = {
      screen: async (scan) => {
        await clock.sleep(30);
        return ++asked % 3 === 2
          ? fail('runtime-failed', `It broke (${asked}).`)
          : succeed({ answer: `scan ${scan}`, serviceMs: 30 });
      },
    };
    const block = valueFrom(await drive(singleStream({ leastMs: 160, queriesOfPass: 2 }), target, clock));
    const never = Number.POSITIVE_INFINITY;
    expect(block).toMatchObject({
      latenciesMs: [30, never, 30, 30, never, 30],
      serviceMs: 120,
      failed: { queries: 2, message: 'It broke (2).' },
    });
  });

  it('takes a deadline that passed for a failure where nothing queues, and for a refusal where arrivals do not wait', async () => {
    const clock = fakeClock();
    const target: Target = {
      screen: async (scan) => {
        await clock.sleep(30);
        return scan === 0 ? fail('deadline-passed', 'Too late.') : succeed({ answer: 'clear', serviceMs: 30 });
      },
    };
    const closed = valueFrom(await drive(singleStream({ leastMs: 100, queriesOfPass: 2 }), target, clock));
    expect(closed).toMatchObject({ failed: { queries: 2, message: 'Too late.' } });
    const open = openLoop(every(10), { leastMs: 40, queriesOfPass: 2 });
    expect(valueFrom(await drive(open, target, clock, { mayRefuse: true }))).not.toHaveProperty('failed');
  });

  it('adds passes to a block of which nothing was answered yet, so that a short one is not lost to chance', async () => {
    const clock = fakeClock();
    let asked = 0;
    const target: Target = {
      screen: async () => {
        await clock.sleep(30);
        return ++asked <= 3 ? fail('runtime-failed', 'It broke.') : succeed({ answer: 'clear', serviceMs: 30 });
      },
    };
    const block = valueFrom(await drive(singleStream({ leastMs: 0, queriesOfPass: 2 }), target, clock));
    const never = Number.POSITIVE_INFINITY;
    expect(block).toMatchObject({ latenciesMs: [never, never, never, 30], failed: { queries: 3 } });
  });

  it('gives up a target that fails on the first ten queries, once what is under way has ended', async () => {
    const clock = fakeClock();
    let begun = 0;
    let ended = 0;
    const target: Target = {
      screen: async () => {
        begun++;
        await clock.sleep(30);
        ended++;
        return fail('runtime-failed', 'The model broke.');
      },
    };
    const traffic = openLoop(every(1), { leastMs: 1e6, queriesOfPass: 2 });
    expect(failureOf(await drive(traffic, target, clock))).toBe('The model broke.');
    expect(begun).toBeGreaterThan(10);
    expect(ended).toBe(begun);
  });

  it('answers a query of several scans when the last of them is answered', async () => {
    const clock = fakeClock();
    const traffic = singleStream({ leastMs: 100, queriesOfPass: 1 });
    const block = valueFrom(await drive(traffic, slowTarget(clock, 30), clock, { scansPerQuery: 3 }));
    expect(block).toMatchObject({ latenciesMs: [90, 90], serviceMs: 180, wallMs: 180 });
  });

  it('counts the time that the driver was late against the target, and says how much it was', async () => {
    const clock = fakeClock();
    const oversleeping: Clock = { ...clock, sleep: (ms) => clock.sleep(ms + 5) };
    const traffic = openLoop(every(100), { leastMs: 300, queriesOfPass: 1 });
    const block = valueFrom(await drive(traffic, slowTarget(clock, 30), oversleeping));
    // The first is due at once; the driver sleeps to each of the others.
    expect(block).toMatchObject({ latenciesMs: [30, 35, 35], lateMs: 10 });
  });

  it('takes a refusal for a scan that is never answered where arrivals do not wait, and nowhere else', async () => {
    const clock = fakeClock();
    const full = fail('overloaded', 'Every place is taken.');
    const target: Target = {
      screen: async (scan) => (scan === 0 ? full : succeed({ answer: 'clear', serviceMs: 1 })),
    };
    const traffic = () => openLoop(every(10), { leastMs: 40, queriesOfPass: 2 });
    const block = valueFrom(await drive(traffic(), target, clock, { mayRefuse: true }));
    expect(block.latenciesMs).toEqual([Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, 0]);
    expect(block.answers).toEqual([{ scan: 1, answer: 'clear' }]);
    expect(failureOf(await drive(traffic(), target, clock))).toBe('Every place is taken.');
  });

  it('fails where every query was refused: there is nothing to state', async () => {
    const target: Target = { screen: async () => fail('overloaded', 'Every place is taken.') };
    const traffic = openLoop(every(10), { leastMs: 40, queriesOfPass: 2 });
    expect(failureOf(await drive(traffic, target, fakeClock(), { mayRefuse: true }))).toBe('Every place is taken.');
  });

  it('ends a trial that is lost, and lets one that is kept have all its queries', async () => {
    const trial = (boundMs: number) => {
      const clock = fakeClock();
      const traffic = trialLoop(poissonArrivals(100, 1), { queries: 40, boundMs, slowerAllowed: 2 });
      return drive(traffic, slowTarget(clock, 30), clock).then(valueFrom);
    };
    expect((await trial(1e6)).latenciesMs).toHaveLength(40);
    // Three times as many arrive as are answered: soon three are late.
    const lost = await trial(50);
    expect(lost.latenciesMs.length).toBeLessThan(30);
    expect(lost.latenciesMs.filter((ms) => ms > 50).length).toBeGreaterThan(2);
  });
});
