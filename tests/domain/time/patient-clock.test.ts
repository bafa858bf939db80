import { describe, expect, it } from 'vitest';
import { createPatientClock } from '../../../src/domain/time/patient-clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function start(beganAtMs?: number) {
  const time = { wallMs: 1_000_000_000, steadyMs: 7 };
  const doubts: number[] = [];
  const now = createPatientClock({
    ...(beganAtMs !== undefined && { beganAtMs }),
    wallMs: () => time.wallMs,
    steadyMs: () => time.steadyMs,
    onDoubt: (aheadMs) => doubts.push(aheadMs),
  });
  const pass = (ms: number) => {
    time.wallMs += ms;
    time.steadyMs += ms;
  };
  return { time, doubts, now, pass };
}

describe('the patient clock', () => {
  it('shows the time of day', () => {
    const { now, pass, doubts } = start();
    pass(HOUR_MS);
    expect(now()).toBe(1_000_000_000 + HOUR_MS);
    expect(doubts).toEqual([]);
  });

  it('follows at once where it is set back, and by what time servers put right', () => {
    const { time, now, doubts } = start();
    time.wallMs -= HOUR_MS;
    expect(now()).toBe(1_000_000_000 - HOUR_MS);
    time.wallMs += 59_000;
    expect(now()).toBe(1_000_000_000 - HOUR_MS + 59_000);
    expect(doubts).toEqual([]);
  });

  it('does not follow a jump ahead for a day, says so once, and then does', () => {
    const { time, now, pass, doubts } = start();
    time.wallMs += DAY_MS;
    for (let hour = 0; hour < 24; hour++) {
      expect(now()).toBe(1_000_000_000 + hour * HOUR_MS);
      pass(HOUR_MS);
    }
    expect(doubts).toEqual([DAY_MS]);
    expect(now()).toBe(time.wallMs);
  });

  it('has never followed a jump that was put right, and begins its day anew with another one', () => {
    const { time, now, pass, doubts } = start();
    time.wallMs += DAY_MS;
    now();
    pass(20 * HOUR_MS);
    time.wallMs += 300 * DAY_MS;
    expect(now()).toBe(1_000_000_000 + 20 * HOUR_MS);
    pass(20 * HOUR_MS);
    expect(now()).toBe(1_000_000_000 + 40 * HOUR_MS);
    time.wallMs -= 301 * DAY_MS;
    expect(now()).toBe(1_000_000_000 + 40 * HOUR_MS);
    expect(doubts).toEqual([DAY_MS, 301 * DAY_MS]);
  });

  it('doubts a clock that is ahead from the start, where it is told what time it was', () => {
    const { now, pass, doubts } = start(1_000_000_000 - 7 - DAY_MS);
    expect(now()).toBe(1_000_000_000 - DAY_MS);
    pass(DAY_MS);
    expect(now()).toBe(1_000_000_000 + DAY_MS);
    expect(doubts).toEqual([DAY_MS]);
  });
});
