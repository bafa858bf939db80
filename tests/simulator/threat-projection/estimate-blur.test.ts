import { describe, expect, it } from 'vitest';
import { estimateBlur } from '../../../src/simulator/threat-projection/estimate-blur.ts';
import { soften } from '../../../src/simulator/threat-projection/soften.ts';

const [WIDTH, HEIGHT] = [300, 200];

function posts(along: number, across: number) {
  const sharp = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    return x % 60 < 20 || y % 50 < 12 ? 10_000 : 50_000;
  });
  const values = soften(sharp, WIDTH, HEIGHT, { along, across });
  return { widthPx: WIDTH, heightPx: HEIGHT, values, airLevel: 60_000, ceiling: 65_535 };
}

describe('estimateBlur', () => {
  it.each([
    [0.28, 0.28],
    [0.3, 0.9],
    [1.4, 1.2],
  ])('reads %d px² along and %d px² across the rows off sharp edges', (along, across) => {
    const blur = estimateBlur(posts(along, across));
    expect(blur.isMeasured).toBe(true);
    expect(Math.abs(blur.along - along)).toBeLessThan(0.1 + along * 0.1);
    expect(Math.abs(blur.across - across)).toBeLessThan(0.1 + across * 0.1);
  });

  it('takes a usual blur where there is no edge, and says so', () => {
    const values = new Float32Array(WIDTH * HEIGHT).fill(30_000);
    const blur = estimateBlur({ widthPx: WIDTH, heightPx: HEIGHT, values, airLevel: 60_000, ceiling: 65_535 });
    expect(blur).toEqual({ along: 0.3, across: 0.3, isMeasured: false });
  });
});
