import { describe, expect, it } from 'vitest';
import { speedRatio } from '../../src/performance/speed-ratio.ts';
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

/** The width of the 95 % interval of a mean of six values by Student's distribution. */
function tWidth(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return 2 * 2.570581836 * Math.sqrt(variance / values.length);
}

describe('speedRatio', () => {
  it('names a technology that is slowed by exactly 20 % for what it is', () => {
    const found = speedRatio(
      busyRounds(1, 8, 1).map(({ firstMs }) => ({ firstMs, secondMs: 1.2 * firstMs })),
      1,
    );
    expect(found).toMatchObject({ state: 'estimated', rounds: 8, ratio: expect.closeTo(1.2, 12) });
    expect(found.state === 'estimated' && found.bounds).toEqual([expect.closeTo(1.2, 12), expect.closeTo(1.2, 12)]);
  });

  it('holds the planted ratio in 930 to 970 of 1,000 series of 6 rounds, as narrowly as a t interval', () => {
    let held = 0;
    let width = 0;
    let widthOfT = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const rounds = busyRounds(seed, 6, 1.2);
      const found = speedRatio(rounds, seed);
      if (found.state === 'too-few-rounds') throw new Error('six rounds are enough');
      const [lower, upper] = found.bounds;
      if (lower <= 1.2 && upper >= 1.2) held++;
      width += Math.log(upper / lower);
      widthOfT += tWidth(rounds.map(({ firstMs, secondMs }) => Math.log(secondMs / firstMs)));
    }
    expect(held).toBeGreaterThanOrEqual(930);
    expect(held).toBeLessThanOrEqual(970);
    expect(width / widthOfT).toBeLessThan(1.15);
  });

  it('states no ratio of too few rounds', () => {
    expect(speedRatio(busyRounds(1, 5, 1), 1)).toEqual({ state: 'too-few-rounds', rounds: 5, needed: 6 });
  });

  it('draws the same bounds from the same seed', () => {
    expect(speedRatio(busyRounds(3, 6, 1), 9)).toEqual(speedRatio(busyRounds(3, 6, 1), 9));
  });
});
