import { describe, expect, it } from 'vitest';
import { type RoundTimes, speedRatio } from '../../src/performance/speed-ratio.ts';
import { createRandom } from '../../src/simulator/random.ts';

/** Rounds on a busy machine: each slows both alike by up to a half, and each block by some per cent of its own. */
function busyRounds(seed: number, count: number, factor: number) {
  const random = createRandom(seed, 'rounds');
  return Array.from({ length: count }, () => {
    const shared = 40 * random.between(1, 1.5);
    const own = () => Math.exp(0.03 * random.normal());
    return { firstMs: shared * own(), secondMs: shared * factor * own() };
  });
}

function boundsOf(rounds: readonly RoundTimes[]): readonly [number, number] {
  const found = speedRatio(rounds);
  if (found.state === 'too-few-rounds') throw new Error('six rounds are enough');
  return found.bounds;
}

describe('speedRatio', () => {
  it('names a technology that is slowed by exactly 20 % for what it is', () => {
    const found = speedRatio(busyRounds(1, 8, 1).map(({ firstMs }) => ({ firstMs, secondMs: 1.2 * firstMs })));
    expect(found).toMatchObject({ state: 'estimated', rounds: 8, ratio: expect.closeTo(1.2, 12) });
    expect(found.state === 'estimated' && found.bounds).toEqual([expect.closeTo(1.2, 12), expect.closeTo(1.2, 12)]);
  });

  it('holds the planted ratio in 930 to 970 of 1,000 series of 6 rounds, and claims a difference between equals in 3 to 7 %', () => {
    let held = 0;
    let claimed = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const [lower, upper] = boundsOf(busyRounds(seed, 6, 1.2));
      if (lower <= 1.2 && upper >= 1.2) held++;
      const [least, most] = boundsOf(busyRounds(seed, 6, 1));
      if (least > 1 || most < 1) claimed++;
    }
    expect(held).toBeGreaterThanOrEqual(930);
    expect(held).toBeLessThanOrEqual(970);
    expect(claimed).toBeGreaterThanOrEqual(30);
    expect(claimed).toBeLessThanOrEqual(70);
  });

  it('has the bounds of a paired t interval on logarithms, as scipy.stats.ttest_1samp has it', () => {
    const logs = [0.1, 0.2, 0.15, 0.3, 0.05, 0.22];
    const [lower, upper] = boundsOf(logs.map((log) => ({ firstMs: 1, secondMs: Math.exp(log) })));
    expect(Math.log(lower)).toBeCloseTo(0.07613562284726356, 9);
    expect(Math.log(upper)).toBeCloseTo(0.2638643771527365, 9);
    const found = speedRatio(logs.map((log) => ({ firstMs: 1, secondMs: Math.exp(log) })));
    expect(found.state === 'estimated' && found.pValue).toBeCloseTo(0.005553834134449334, 9);
  });

  it('is sure of a difference without spread, and of none where there is none', () => {
    const rounds = (secondMs: number) => Array.from({ length: 6 }, () => ({ firstMs: 40, secondMs }));
    expect(speedRatio(rounds(40))).toMatchObject({ ratio: 1, pValue: 1 });
    expect(speedRatio(rounds(80))).toMatchObject({ pValue: expect.closeTo(0, 9) });
  });

  it('states no ratio of too few rounds', () => {
    expect(speedRatio(busyRounds(1, 5, 1))).toEqual({ state: 'too-few-rounds', rounds: 5, needed: 6 });
  });
});
