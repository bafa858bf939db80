import { describe, expect, it } from 'vitest';
import { histogramHeights } from '../../../src/console/stage/histogram-heights.ts';

describe('histogramHeights', () => {
  it('keeps a rare reading visible beside a hundred times as much air', () => {
    const counts = new Uint32Array(256);
    counts[10] = 100;
    counts[250] = 10_000;
    const heights = histogramHeights(counts, 64);
    expect(heights).toHaveLength(64);
    expect(heights[62]).toBe(1);
    expect(heights[2]).toBeCloseTo(0.1, 6);
  });

  it('shows an empty plane as nothing instead of dividing by zero', () => {
    expect(histogramHeights(new Uint32Array(256), 8)).toEqual(new Array(8).fill(0));
  });
});
