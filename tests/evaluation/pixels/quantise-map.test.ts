import { expect, it } from 'vitest';
import { quantiseMap } from '../../../src/evaluation/pixels/quantise-map.ts';

it('quantiseMap rounds scores to 65,536 levels, keeps to the ends, and takes no score as none', () => {
  const levels = quantiseMap(Float32Array.of(0, 1, 0.5, 1.2, -3, Number.NaN, 1.4 / 65_535));
  expect([...levels]).toEqual([0, 65_535, 32_768, 65_535, 0, 0, 1]);
});
