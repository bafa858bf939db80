import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdClock, type IdTick } from '../../../src/domain/time/id-clock.ts';

const HOUR_MS = 3_600_000;

/** A clock that the test sets, over a steady one that only goes on. */
function start(wallMs = 1_000_000, randomBelow: (limit: number) => number = (limit) => Math.floor(limit / 2)) {
  const time = { wallMs, steadyMs: 0 };
  const clock = createIdClock({ wallMs: () => time.wallMs, steadyMs: () => time.steadyMs, randomBelow });
  const pass = (ms: number) => {
    time.wallMs += ms;
    time.steadyMs += ms;
  };
  return { time, clock, pass };
}

const isAfter = (a: IdTick, b: IdTick) => a.ms > b.ms || (a.ms === b.ms && a.seq > b.seq);

describe('the clock of ids', () => {
  it('shows the time of day', () => {
    const { clock, pass } = start();
    expect(clock.tick().ms).toBe(1_000_000);
    pass(250);
    expect(clock.tick().ms).toBe(1_000_250);
  });

  it('goes on by the steady clock while the other is set back, and follows it ahead', () => {
    const { time, clock, pass } = start();
    clock.tick();
    time.wallMs -= HOUR_MS;
    pass(10);
    expect(clock.tick().ms).toBe(1_000_010);
    time.wallMs += 3 * HOUR_MS;
    expect(clock.tick().ms).toBe(1_000_010 + 2 * HOUR_MS);
  });

  it('goes beyond what was there before the process', () => {
    const { clock, pass } = start();
    clock.goBeyond(1_000_000 + HOUR_MS);
    expect(clock.tick().ms).toBe(1_000_001 + HOUR_MS);
    pass(5);
    expect(clock.tick().ms).toBe(1_000_006 + HOUR_MS);
    clock.goBeyond(17);
    expect(clock.tick().ms).toBe(1_000_006 + HOUR_MS);
  });

  it('never shows the same or an earlier tick, however it is set and whatever is drawn', () => {
    const steps = fc.array(
      fc.record({ set: fc.integer({ min: -1e9, max: 1e9 }), pass: fc.integer({ min: 0, max: 3 }) }),
      {
        maxLength: 60,
      },
    );
    const drawn = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(steps, drawn, (moves, share) => {
        const { time, clock, pass } = start(1e12, (limit) => Math.floor(share * limit));
        let last = clock.tick();
        for (const move of moves) {
          time.wallMs += move.set;
          pass(move.pass);
          const next = clock.tick();
          expect(isAfter(next, last)).toBe(true);
          expect(next.seq).toBeLessThan(2 ** 32);
          last = next;
        }
      }),
    );
  });

  it('goes to the next millisecond where a number would be too large', () => {
    const { clock } = start(5, (limit) => limit - 1);
    const ticks = Array.from({ length: 40_000 }, () => clock.tick());
    expect(ticks.every((tick, place) => place === 0 || isAfter(tick, ticks[place - 1] ?? tick))).toBe(true);
    expect(ticks.at(-1)?.ms).toBeGreaterThan(5);
  });

  it('does not count: how many ids were made in an hour on a clock set back shows in none of them', () => {
    const of = (others: number) => {
      const { time, clock, pass } = start();
      const first = clock.tick();
      time.wallMs -= 2 * HOUR_MS;
      for (let n = 0; n < others; n++) clock.tick();
      pass(HOUR_MS);
      const last = clock.tick();
      return [last.ms - first.ms, last.seq];
    };
    expect(of(500)).toEqual(of(0));
  });
});
