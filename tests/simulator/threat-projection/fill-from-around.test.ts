import { describe, expect, it } from 'vitest';
import { fillFromAround } from '../../../src/simulator/threat-projection/fill-from-around.ts';

const [WIDTH, HEIGHT] = [41, 23];

function filled(value: (x: number, y: number) => number, isHidden: (x: number, y: number) => boolean): Float32Array {
  const at = (i: number) => [i % WIDTH, Math.floor(i / WIDTH)] as const;
  const hidden = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (isHidden(...at(i)) ? 1 : 0));
  const field = Float32Array.from(hidden, (here, i) => (here === 1 ? -1000 : value(...at(i))));
  return fillFromAround(field, hidden, WIDTH, HEIGHT);
}

describe('fillFromAround', () => {
  it('goes on smoothly below a hole, whatever stood there, and leaves what is seen as it is', () => {
    const slope = (x: number, y: number) => 100 + 2 * x + y;
    const isHidden = (x: number, y: number) => x > 9 && x < 31 && y > 4 && y < 18;
    const field = filled(slope, isHidden);
    for (let i = 0; i < field.length; i++) {
      const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
      if (isHidden(x, y)) expect(Math.abs((field[i] ?? 0) - slope(x, y))).toBeLessThan(8);
      else expect(field[i]).toBe(slope(x, y));
    }
  });

  it('fills a corner, and all from the one pixel that is seen', () => {
    for (const value of filled(
      () => 7,
      (x, y) => x > 0 || y > 0,
    ))
      expect(value).toBeCloseTo(7, 4);
  });
});
