import { describe, expect, it } from 'vitest';
import { driverWarning } from '../../src/performance/driver-limits.ts';
import { offline, singleStream } from '../../src/performance/traffic.ts';

describe('single stream', () => {
  const traffic = singleStream(1000);

  it('issues a query when the one before it is answered, and counts from that answer, however late the driver is', () => {
    expect(traffic({ nowMs: 0, issued: 0, answered: 0, lastAnswerMs: 0 })).toEqual({ dueMs: 0 });
    expect(traffic({ nowMs: 5, issued: 1, answered: 0, lastAnswerMs: 0 })).toBe('wait-for-answer');
    expect(traffic({ nowMs: 47, issued: 1, answered: 1, lastAnswerMs: 40 })).toEqual({ dueMs: 40 });
  });

  it('ends with the time, but never before an answer nor without any', () => {
    expect(traffic({ nowMs: 1200, issued: 0, answered: 0, lastAnswerMs: 0 })).toEqual({ dueMs: 0 });
    expect(traffic({ nowMs: 1200, issued: 3, answered: 2, lastAnswerMs: 900 })).toBe('wait-for-answer');
    expect(traffic({ nowMs: 1200, issued: 3, answered: 3, lastAnswerMs: 1200 })).toBe('over');
  });
});

describe('offline', () => {
  const traffic = offline(1000, 4);

  it('keeps as many queries in flight as it may, all due from the start', () => {
    expect(traffic({ nowMs: 10, issued: 3, answered: 0, lastAnswerMs: 0 })).toEqual({ dueMs: 0 });
    expect(traffic({ nowMs: 10, issued: 4, answered: 0, lastAnswerMs: 0 })).toBe('wait-for-answer');
    expect(traffic({ nowMs: 30, issued: 4, answered: 1, lastAnswerMs: 30 })).toEqual({ dueMs: 0 });
  });

  it('waits for what is in flight when the time is over', () => {
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
