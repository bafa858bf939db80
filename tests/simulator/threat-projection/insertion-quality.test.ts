import { describe, expect, it } from 'vitest';
import { judgeInsertion, LEAST_QUALITY } from '../../../src/simulator/threat-projection/insertion-quality.ts';

const CLEAN = { seamPerNoise: 0, noiseRatio: 1, threatBlur: 0.3, scanBlur: 0.3, saturatedShare: 0 };

describe('judgeInsertion', () => {
  it('finds nothing wrong with a clean one', () => {
    expect(judgeInsertion(CLEAN).score).toBe(1);
  });

  it.each([
    ['a seam', 'seam', { seamPerNoise: 1.5 }],
    ['twice the noise', 'noise', { noiseRatio: 2.2 }],
    ['half the noise', 'noise', { noiseRatio: 0.4 }],
    ['edges that are too soft', 'blur', { threatBlur: 2 }],
    ['edges that are too sharp', 'blur', { threatBlur: 0.01, scanBlur: 1 }],
    ['saturated readings behind it', 'saturation', { saturatedShare: 0.2 }],
  ] as const)('lets %s alone decide', (_, part, measures) => {
    const { score, parts } = judgeInsertion({ ...CLEAN, ...measures });
    expect(parts[part]).toBe(score);
    expect(score).toBeLessThan(LEAST_QUALITY);
  });

  it('falls steadily as a seam grows', () => {
    const scores = [0, 0.5, 1, 2, 4].map((seamPerNoise) => judgeInsertion({ ...CLEAN, seamPerNoise }).score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores[2]).toBe(0.5);
  });
});
