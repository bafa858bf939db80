import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample } from '../../../src/inference/input/resample.ts';

const size = fc.integer({ min: 1, max: 40 });

const meanOf = (values: Float32Array | Uint16Array) => sumOf(values) / values.length;
const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);

/** A whole picture, resized. */
function resizeWhole(samples: Uint16Array, widthPx: number, heightPx: number, toWidthPx: number, toHeightPx: number) {
  return resample({ samples, widthPx }, { x: 0, y: 0, width: widthPx, height: heightPx }, toWidthPx, toHeightPx);
}

function ramp(widthPx: number, heightPx: number): Uint16Array {
  return Uint16Array.from({ length: widthPx * heightPx }, (_, i) => (i * 7919) % 60_000);
}

describe('resample', () => {
  it('changes nothing at the same size', () => {
    fc.assert(
      fc.property(size, size, (width, height) => {
        const same = resizeWhole(ramp(width, height), width, height, width, height);
        expect(same).toEqual(Float32Array.from(ramp(width, height)));
      }),
    );
  });

  it('gives the mean of the pixels that a new one covers, whole ones and parts', () => {
    expect([...resizeWhole(Uint16Array.of(0, 1, 2, 3, 4, 5, 6, 7), 4, 2, 2, 1)]).toEqual([2.5, 4.5]);
    const [first, second] = resizeWhole(Uint16Array.of(0, 3, 6), 3, 1, 2, 1);
    expect(first).toBeCloseTo((0 + 3 / 2) / 1.5, 6);
    expect(second).toBeCloseTo((3 / 2 + 6) / 1.5, 6);
  });

  it('keeps the mean of what it shrinks', () => {
    fc.assert(
      fc.property(size, size, size, size, (width, height, toWidth, toHeight) => {
        fc.pre(toWidth <= width && toHeight <= height && width * height > 1);
        const source = ramp(width, height);
        const shrunk = meanOf(resizeWhole(source, width, height, toWidth, toHeight));
        expect(shrunk / meanOf(source)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('goes straight from pixel to pixel where it grows, and stays level beyond the last', () => {
    expect([...resizeWhole(Uint16Array.of(0, 100), 2, 1, 4, 1)]).toEqual([0, 25, 75, 100]);
  });

  it('takes only the box', () => {
    const samples = Uint16Array.of(9, 9, 9, 9, 9, 1, 3, 9, 9, 5, 7, 9);
    const box = { x: 1, y: 1, width: 2, height: 2 };
    expect([...resample({ samples, widthPx: 4 }, box, 2, 1)]).toEqual([3, 5]);
  });

  it('keeps a constant constant, from any size to any', () => {
    fc.assert(
      fc.property(size, size, size, size, (width, height, toWidth, toHeight) => {
        const level = new Uint16Array(width * height).fill(300);
        const resized = resizeWhole(level, width, height, toWidth, toHeight);
        expect(resized.length).toBe(toWidth * toHeight);
        for (const value of resized) expect(value).toBeCloseTo(300, 3);
      }),
    );
  });
});
