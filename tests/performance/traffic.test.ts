import { describe, expect, it } from 'vitest';
import { idleShare, lateDriverWarning } from '../../src/performance/driver-limits.ts';
import {
  type BlockState,
  closedLoop,
  offline,
  openLoop,
  singleStream,
  trialLoop,
  whileWanted,
} from '../../src/performance/traffic.ts';

/** Of a block in which each answered query took a millisecond. */
function state(nowMs: number, issued: number, answered: number, lastAnswerMs: number): BlockState {
  return { nowMs, issued, latenciesMs: Array.from({ length: answered }, () => 1), lastAnswerMs };
}

const LENGTH = { leastMs: 1000, queriesOfPass: 3 };

describe('single stream', () => {
  const traffic = singleStream(LENGTH);

  it('issues a query when the one before it is answered, and counts from that answer, however late the driver is', () => {
    expect(traffic(state(0, 0, 0, 0))).toEqual({ dueMs: 0 });
    expect(traffic(state(5, 1, 0, 0))).toBe('wait-for-answer');
    expect(traffic(state(47, 1, 1, 40))).toEqual({ dueMs: 40 });
  });

  it('ends with the first whole pass after its time, however long a pass takes', () => {
    expect(traffic(state(900, 3, 3, 900))).toEqual({ dueMs: 900 });
    expect(traffic(state(1200, 5, 5, 1200))).toEqual({ dueMs: 1200 });
    expect(traffic(state(1400, 6, 5, 1200))).toBe('wait-for-answer');
    expect(traffic(state(1500, 6, 6, 1500))).toBe('over');
  });
});

describe('a closed loop', () => {
  const traffic = closedLoop(LENGTH, 2);

  it('keeps so many at work, each due when the last answer made room for it', () => {
    const state = { nowMs: 0, issued: 0, latenciesMs: [], lastAnswerMs: 0 };
    expect(traffic(state)).toEqual({ dueMs: 0 });
    expect(traffic({ ...state, issued: 1 })).toEqual({ dueMs: 0 });
    expect(traffic({ ...state, issued: 2 })).toBe('wait-for-answer');
    expect(traffic({ nowMs: 41, issued: 2, latenciesMs: [40], lastAnswerMs: 40 })).toEqual({ dueMs: 40 });
  });

  it('is over when its time is, its pass is whole and nothing is at work', () => {
    const { leastMs, queriesOfPass } = LENGTH;
    const ended = { nowMs: leastMs, issued: queriesOfPass, lastAnswerMs: leastMs };
    const latenciesMs = Array.from({ length: queriesOfPass }, () => 1);
    expect(traffic({ ...ended, latenciesMs: latenciesMs.slice(1) })).toBe('wait-for-answer');
    expect(traffic({ ...ended, latenciesMs })).toBe('over');
  });
});

describe('offline', () => {
  const traffic = offline(LENGTH, 4);

  it('keeps as many queries in flight as it may, all due from the start', () => {
    expect(traffic(state(10, 2, 0, 0))).toEqual({ dueMs: 0 });
    expect(traffic(state(10, 4, 0, 0))).toBe('wait-for-answer');
    expect(traffic(state(30, 4, 1, 30))).toEqual({ dueMs: 0 });
  });

  it('goes on after its time while none of its queries was answered, once all of them are over', () => {
    const never = Number.POSITIVE_INFINITY;
    const past = { nowMs: 1500, issued: 3, lastAnswerMs: 1500 };
    expect(traffic({ ...past, latenciesMs: [never, never] })).toBe('wait-for-answer');
    expect(traffic({ ...past, latenciesMs: [never, never, never] })).toEqual({ dueMs: 0 });
    expect(traffic({ ...past, latenciesMs: [never, 1, never] })).toBe('over');
  });

  it('issues no more after the first whole pass past its time, and waits for what is in flight', () => {
    expect(traffic(state(1000, 8, 6, 990))).toEqual({ dueMs: 0 });
    expect(traffic(state(1000, 9, 6, 990))).toBe('wait-for-answer');
    expect(traffic(state(1010, 9, 9, 1010))).toBe('over');
  });
});

/** Due at 0, 100, 200 … */
function* everyTenth(): Generator<number, never> {
  for (let query = 0; ; query++) yield 100 * query;
}

describe('an open loop', () => {
  const traffic = openLoop(everyTenth(), LENGTH);

  it('has a query due when it arrives, however many wait, and the same time however often it is asked', () => {
    expect(traffic(state(0, 0, 0, 0))).toEqual({ dueMs: 0 });
    expect(traffic(state(3000, 5, 0, 0))).toEqual({ dueMs: 500 });
    expect(traffic(state(3000, 5, 2, 2900))).toEqual({ dueMs: 500 });
  });

  it('ends with the first whole pass whose next query is due after its time, and waits for what is not answered', () => {
    expect(traffic(state(1000, 10, 10, 990))).toEqual({ dueMs: 1000 });
    expect(traffic(state(1200, 12, 11, 1150))).toBe('wait-for-answer');
    expect(traffic(state(1200, 12, 12, 1190))).toBe('over');
  });
});

describe('a trial of a rate', () => {
  const latencies = (...latenciesMs: number[]) => ({
    nowMs: 0,
    issued: latenciesMs.length,
    latenciesMs,
    lastAnswerMs: 0,
  });

  it('goes on while the bound can still be kept, and ends with its last query', () => {
    const traffic = trialLoop(everyTenth(), { queries: 4, boundMs: 50, slowerAllowed: 1 });
    expect(traffic(latencies(10, 60))).toEqual({ dueMs: 200 });
    expect(traffic({ ...latencies(10, 60), issued: 4 })).toBe('wait-for-answer');
    expect(traffic(latencies(10, 60, 10, 50))).toBe('over');
  });

  it('ends at once where too many are slower, or refused', () => {
    const traffic = trialLoop(everyTenth(), { queries: 100, boundMs: 50, slowerAllowed: 1 });
    expect(traffic(latencies(60, Number.POSITIVE_INFINITY))).toBe('over');
  });
});

describe('lateDriverWarning', () => {
  it('says so where the driver, not the target, made more than a tenth of the latencies', () => {
    expect(lateDriverWarning({ queries: 10, lateMs: 150, latencyMs: 1000 })).toContain('15.0 ms late on average, 15 %');
    expect(lateDriverWarning({ queries: 10, lateMs: 100, latencyMs: 1000 })).toBeNull();
    expect(lateDriverWarning({ queries: 0, lateMs: 0, latencyMs: 0 })).toBeNull();
  });
});

describe('idleShare', () => {
  it('says so where workers waited for the driver, with the share of the time', () => {
    expect(idleShare({ wallMs: 1000, workers: 2, serviceMs: 1500 })).toBe(0.25);
    expect(idleShare({ wallMs: 1000, workers: 2, serviceMs: 1900 })).toBeNull();
  });
});

it('issues no more once nobody wants its figures, and waits for what is in flight', () => {
  let isWanted = true;
  const traffic = whileWanted(offline(LENGTH, 4), () => isWanted);
  expect(traffic(state(10, 2, 0, 0))).toEqual({ dueMs: 0 });
  isWanted = false;
  expect(traffic(state(10, 2, 1, 0))).toBe('wait-for-answer');
  expect(traffic(state(10, 2, 2, 0))).toBe('over');
});
