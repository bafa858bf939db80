import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample } from '../../src/inference/resample.ts';

const size = fc.integer({ min: 1, max: 40 });

const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function ramp(widthPx: number, heightPx: number): Float32Array {
  return Float32Array.from({ length: widthPx * heightPx }, (_, i) => ((i * 7919) % 101) / 101);
}

describe('resample', () => {
  it('changes nothing at the same size', () => {
    fc.assert(
      fc.property(size, size, (width, height) => {
        expect(resample(ramp(width, height), width, height, width, height)).toEqual(ramp(width, height));
      }),
    );
  });

  it('gives the mean of the pixels that a new one covers, whole ones and parts', () => {
    expect([...resample(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), 4, 2, 2, 1)]).toEqual([2.5, 4.5]);
    const [first, second] = resample(Float32Array.of(0, 3, 6), 3, 1, 2, 1);
    expect(first).toBeCloseTo((0 + 3 / 2) / 1.5, 6);
    expect(second).toBeCloseTo((3 / 2 + 6) / 1.5, 6);
  });

  it('keeps the mean of what it shrinks', () => {
    fc.assert(
      fc.property(size, size, size, size, (width, height, toWidth, toHeight) => {
        fc.pre(toWidth <= width && toHeight <= height);
        const source = ramp(width, height);
        expect(meanOf(resample(source, width, height, toWidth, toHeight))).toBeCloseTo(meanOf(source), 5);
      }),
    );
  });

  it('goes straight from pixel to pixel where it grows, and stays level beyond the last', () => {
    expect([...resample(Float32Array.of(0, 1), 2, 1, 4, 1)]).toEqual([0, 0.25, 0.75, 1]);
  });

  it('keeps a constant constant, from any size to any', () => {
    fc.assert(
      fc.property(size, size, size, size, (width, height, toWidth, toHeight) => {
        const resized = resample(new Float32Array(width * height).fill(0.3), width, height, toWidth, toHeight);
        expect(resized.length).toBe(toWidth * toHeight);
        for (const value of resized) expect(value).toBeCloseTo(0.3, 6);
      }),
    );
  });
});
