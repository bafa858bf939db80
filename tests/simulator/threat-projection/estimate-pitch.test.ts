import { describe, expect, it } from 'vitest';
import { estimatePitchMm } from '../../../src/simulator/threat-projection/estimate-pitch.ts';

describe('estimatePitchMm', () => {
  it.each([
    ['a 20-ft container', 6058, 2591],
    ['a 40-ft container', 12192, 2591],
    ['a 40-ft high cube', 12192, 2896],
  ])('knows how high %s is', (_, lengthMm, heightMm) => {
    const box = { x: 0, y: 0, width: lengthMm / 4.5, height: heightMm / 4.5 };
    expect(estimatePitchMm(box)).toBeCloseTo(4.5, 5);
  });
});
