import { describe, expect, it } from 'vitest';
import { driverWarning } from '../../src/performance/driver-limits.ts';
import { offline, singleStream } from '../../src/performance/traffic.ts';

const LENGTH = { leastMs: 1000, scansOfPass: 3 };

describe('single stream', () => {
  const traffic = singleStream(LENGTH);

  it('issues a query when the one before it is answered, and counts from that answer, however late the driver is', () => {
    expect(traffic({ nowMs: 0, issued: 0, answered: 0, lastAnswerMs: 0 })).toEqual({ dueMs: 0 });
    expect(traffic({ nowMs: 5, issued: 1, answered: 0, lastAnswerMs: 0 })).toBe('wait-for-answer');
    expect(traffic({ nowMs: 47, issued: 1, answered: 1, lastAnswerMs: 40 })).toEqual({ dueMs: 40 });
  });

  it('ends with the first whole pass after its time, however long a pass takes', () => {
    expect(traffic({ nowMs: 900, issued: 3, answered: 3, lastAnswerMs: 900 })).toEqual({ dueMs: 900 });
    expect(traffic({ nowMs: 1200, issued: 5, answered: 5, lastAnswerMs: 1200 })).toEqual({ dueMs: 1200 });
    expect(traffic({ nowMs: 1400, issued: 6, answered: 5, lastAnswerMs: 1200 })).toBe('wait-for-answer');
    expect(traffic({ nowMs: 1500, issued: 6, answered: 6, lastAnswerMs: 1500 })).toBe('over');
  });
});

describe('offline', () => {
  const traffic = offline(LENGTH, 4);

  it('keeps as many queries in flight as it may, all due from the start', () => {
    expect(traffic({ nowMs: 10, issued: 2, answered: 0, lastAnswerMs: 0 })).toEqual({ dueMs: 0 });
    expect(traffic({ nowMs: 10, issued: 4, answered: 0, lastAnswerMs: 0 })).toBe('wait-for-answer');
    expect(traffic({ nowMs: 30, issued: 4, answered: 1, lastAnswerMs: 30 })).toEqual({ dueMs: 0 });
  });

  it('issues no more after the first whole pass past its time, and waits for what is in flight', () => {
    expect(traffic({ nowMs: 1000, issued: 8, answered: 6, lastAnswerMs: 990 })).toEqual({ dueMs: 0 });
    expect(traffic({ nowMs: 1000, issued: 9, answered: 6, lastAnswerMs: 990 })).toBe('wait-for-answer');
    expect(traffic({ nowMs: 1010, issued: 9, answered: 9, lastAnswerMs: 1010 })).toBe('over');
  });
});

describe('driverWarning', () => {
  it('says so where workers waited for the driver, with the share of the time', () => {
    expect(driverWarning({ wallMs: 1000, workers: 2, serviceMs: 1500 })).toContain('25 %');
    expect(driverWarning({ wallMs: 1000, workers: 2, serviceMs: 1900 })).toBeNull();
  });
});
