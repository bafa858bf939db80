import { describe, expect, it } from 'vitest';
import { clockStepMs, coarseClockWarning } from '../../src/performance/clock-step.ts';

/** A clock that is read every third of a millisecond and advances by so much at once. */
function steppingClock(stepMs: number): () => number {
  let readings = 0;
  return () => stepMs * Math.floor(readings++ / 3 / stepMs);
}

describe('clockStepMs', () => {
  it('is what the clock advances by at once, however often it is read in between', () => {
    expect(clockStepMs(steppingClock(16))).toBe(16);
    expect(clockStepMs(steppingClock(0.5))).toBe(0.5);
  });

  it('is no finer than the smallest step, where the process is held up now and then', () => {
    const readings = [0, 0, 1, 2, 40, 41, 42].values();
    expect(clockStepMs(() => readings.next().value ?? Number.NaN)).toBe(1);
  });

  it('is fine on this machine', () => {
    expect(clockStepMs(() => performance.now())).toBeLessThan(1);
  });
});

describe('coarseClockWarning', () => {
  it('comes where a step is more than a hundredth of the shortest latency, and where no latency was seen at all', () => {
    expect(coarseClockWarning(0.001, 0.1)).toBeNull();
    expect(coarseClockWarning(1, 100)).toBeNull();
    expect(coarseClockWarning(15.6, 120)).toContain('advances by 16 ms at once, the shortest mean latency is 120 ms');
    expect(coarseClockWarning(0.001, 0)).not.toBeNull();
  });
});
