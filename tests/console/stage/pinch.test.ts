import { describe, expect, it } from 'vitest';
import { pinchOf } from '../../../src/console/stage/pinch.ts';

describe('pinchOf', () => {
  it('is how many times further apart two fingers are, and where their middle went', () => {
    const before = [
      { x: 100, y: 50 },
      { x: 200, y: 50 },
    ] as const;
    expect(pinchOf(before, [before[0], { x: 300, y: 50 }])).toEqual({
      factor: 2,
      from: { x: 150, y: 50 },
      to: { x: 200, y: 50 },
    });
  });

  it('does not zoom where fingers lie in one point', () => {
    const point = { x: 7, y: 7 };
    expect(pinchOf([point, point], [point, { x: 90, y: 7 }]).factor).toBe(1);
  });
});
