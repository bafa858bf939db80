import { describe, expect, it } from 'vitest';
import {
  boundState,
  dropLosers,
  isUndecided,
  type Racer,
  type RaceTerms,
  raceResult,
} from '../../src/performance/race.ts';
import { createRandom } from '../../src/simulator/random.ts';

const TERMS: RaceTerms = { looks: 3, latencyBound: null };
const within = (ms: number): RaceTerms => ({ looks: 3, latencyBound: { percentile: 0.9, ms } });

/** Racers of planted speeds on a busy machine: every round slows all alike by up to a half, and each by 3 % of its own. */
function racers(
  seed: number,
  rounds: number,
  planted: readonly { readonly ms: number; readonly latencyMs?: number }[],
) {
  const random = createRandom(seed, 'race');
  const shared = Array.from({ length: rounds }, () => random.between(1, 1.5));
  return planted.map(({ ms, latencyMs = ms }): Racer => {
    const own = () => Math.exp(0.03 * random.normal());
    return {
      msPerScanByRound: shared.map((slow) => ms * slow * own()),
      latenciesMs: shared.flatMap(() => Array.from({ length: 20 }, () => latencyMs * own())),
    };
  });
}

describe('a race', () => {
  it('drops who is shown slower, with the ratio to the fastest and its bounds, and keeps who is not', () => {
    const [fastest, tied, slower] = dropLosers(racers(1, 12, [{ ms: 40 }, { ms: 40 }, { ms: 60 }]), TERMS);
    expect([fastest, tied]).toEqual([null, null]);
    if (slower?.why !== 'slower') throw new Error('the third is slower');
    expect(slower.ratio).toBeGreaterThan(1.4);
    expect(slower.bounds[0]).toBeLessThan(1.5);
    expect(slower.bounds[1]).toBeGreaterThan(1.5);
  });

  it('drops nobody before there are rounds enough for a ratio', () => {
    expect(dropLosers(racers(1, 5, [{ ms: 40 }, { ms: 400 }]), TERMS)).toEqual([null, null]);
  });

  it('drops who is shown late, and lets nobody who is late knock out who is in time', () => {
    const fastButLate = { ms: 20, latencyMs: 90 };
    const [late, inTime] = dropLosers(racers(1, 12, [fastButLate, { ms: 40 }]), within(50));
    expect(late).toEqual({ why: 'late', lowerMs: expect.closeTo(93, -1) });
    expect(inTime).toBeNull();
  });

  it('drops nobody whose latency is open, and knows it for undecided', () => {
    const [racer] = racers(1, 6, [{ ms: 40 }]);
    if (racer === undefined) throw new Error('one was asked for');
    expect(boundState(racer, { percentile: 0.9, ms: 41.5 })).toBe('open');
    expect(dropLosers([racer], within(41.5))).toEqual([null]);
    expect(isUndecided([racer], within(41.5))).toBe(true);
    expect(isUndecided([racer], within(80))).toBe(false);
  });
});

describe('the choice', () => {
  it('stays with the default where none was shown faster, and names those from which no difference was shown', () => {
    const [standard, faster] = racers(1, 12, [{ ms: 40 }, { ms: 39.9 }]);
    expect(raceResult([standard ?? null, faster ?? null, null], TERMS)).toEqual({
      state: 'default-stays',
      chosen: 0,
      tied: [1],
    });
  });

  it('takes the fastest in time where the default is out', () => {
    const [a, b] = racers(1, 12, [{ ms: 50 }, { ms: 40 }]);
    expect(raceResult([null, a ?? null, b ?? null], TERMS)).toEqual({ state: 'changed', chosen: 2, tied: [1] });
  });

  it('leaves a default that was not shown to be in time for one that was', () => {
    const [late, inTime] = racers(1, 12, [{ ms: 20, latencyMs: 48.2 }, { ms: 40 }]);
    expect(raceResult([late ?? null, inTime ?? null], within(50))).toMatchObject({ state: 'changed', chosen: 1 });
  });

  it('says so where none is in time', () => {
    expect(raceResult([null, null], within(50))).toEqual({ state: 'none-in-time', chosen: 0, tied: [] });
  });
});
