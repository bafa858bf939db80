import { describe, expect, it } from 'vitest';
import { boxOfMask } from '../../../src/commands/samples/threat-masks.ts';

const maskOf = (rows: readonly string[]) => ({
  widthPx: rows[0]?.length ?? 0,
  heightPx: rows.length,
  samples: Uint8Array.from(rows.join(''), (pixel) => (pixel === '#' ? 255 : 0)),
});

describe('boxOfMask', () => {
  it('is the smallest box around every pixel of the threat', () => {
    expect(boxOfMask(maskOf(['......', '..#...', '.....#', '...#..', '......']))).toEqual({
      x: 2,
      y: 1,
      width: 4,
      height: 3,
    });
    expect(boxOfMask(maskOf(['#']))).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });

  it('is none where there is no threat to be seen', () => {
    expect(boxOfMask(null)).toBeNull();
    expect(boxOfMask(maskOf(['...', '...']))).toBeNull();
  });
});
