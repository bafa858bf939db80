import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { threatRegions } from '../../../src/evaluation/pixels/threat-regions.ts';

function maskFrom(...rows: string[]) {
  const pixels = Uint8Array.from(rows.join(''), (mark) => (mark === '#' ? 255 : 0));
  return { pixels, widthPx: rows[0]?.length ?? 1 };
}

describe('threatRegions', () => {
  it('joins pixels that touch at a side or a corner', () => {
    const regions = threatRegions(maskFrom('#..##', '.#...', '....#'));
    expect(regions.map((region) => region.toSorted((a, b) => a - b))).toEqual([[0, 6], [3, 4], [14]]);
  });

  it('does not join the end of a row to the start of the next', () => {
    expect(threatRegions(maskFrom('..#', '#..')).length).toBe(2);
  });

  it('has each pixel of the mask in one region', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 60, max: 1 }), (pixels) => {
        const places = threatRegions({ pixels, widthPx: 6 }).flat();
        expect(places.toSorted((a, b) => a - b)).toEqual([...pixels.keys()].filter((place) => pixels[place] === 1));
      }),
    );
  });

  it('finds none in an empty mask', () => {
    expect(threatRegions(maskFrom('...', '...'))).toEqual([]);
  });
});
