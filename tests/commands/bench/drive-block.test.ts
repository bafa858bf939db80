import { describe, expect, it } from 'vitest';
import { type Clock, driveBlock, type Target } from '../../../src/commands/bench/drive-block.ts';
import { fail, succeed } from '../../../src/domain/failure.ts';
import { singleStream, type Traffic } from '../../../src/performance/traffic.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

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

function* ascending(): Generator<number, never> {
  for (let scan = 0; ; scan++) yield scan % 2;
}

describe('driveBlock', () => {
  it('gives a single stream one latency after the other, and each answer once', async () => {
    const clock = fakeClock();
    const traffic = singleStream({ leastMs: 100, scansOfPass: 2 });
    const block = valueFrom(await driveBlock(traffic, slowTarget(clock, 30), ascending(), clock));
    expect(block).toEqual({
      latenciesMs: [30, 30, 30, 30],
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
    const everyTen: Traffic = ({ issued, answered }) => {
      if (issued < 4) return { dueMs: 10 * issued };
      return answered < 4 ? 'wait-for-answer' : 'over';
    };
    const block = valueFrom(await driveBlock(everyTen, slowTarget(clock, 30), ascending(), clock));
    // Due at 0, 10, 20, 30; answered at 30, 60, 90, 120.
    expect(block.latenciesMs).toEqual([30, 50, 70, 90]);
  });

  it('ends at the first scan that cannot be screened', async () => {
    const target: Target = { screen: async () => fail('runtime-failed', 'The model broke.') };
    const traffic = singleStream({ leastMs: 100, scansOfPass: 2 });
    expect(failureOf(await driveBlock(traffic, target, ascending(), fakeClock()))).toBe('The model broke.');
  });
});
