import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeSpan, tilesOf } from '../../../src/console/stage/tiles.ts';

const endOf = ({ start, length }: { readonly start: number; readonly length: number }) => start + length;

describe('the tiles of a picture', () => {
  it('leave a picture that one of them holds in one piece', () => {
    expect(tilesOf({ width: 2333, height: 597 }, 4096)).toEqual([
      { columns: { start: 0, length: 2333 }, rows: { start: 0, length: 597 } },
    ]);
  });

  it('cover each pixel once, none longer than a side', () => {
    const tiles = tilesOf({ width: 70_000, height: 5000 }, 4096);
    expect(tiles.reduce((sum, { columns, rows }) => sum + columns.length * rows.length, 0)).toBe(70_000 * 5000);
    expect(Math.max(...tiles.flatMap(({ columns, rows }) => [columns.length, rows.length]))).toBe(4096);
    expect(tiles.at(-1)).toEqual({ columns: { start: 69_632, length: 368 }, rows: { start: 4096, length: 904 } });
  });

  it('touch on whole pixels of the screen, half of one at most from where the picture has them', () => {
    const lengthPx = 70_000;
    const spans = tilesOf({ width: lengthPx, height: 1 }, 4096).map(({ columns }) => columns);
    fc.assert(
      fc.property(
        fc.double({ min: 0.005, max: 32, noNaN: true }),
        fc.double({ min: -2e6, max: 2e3, noNaN: true }),
        fc.constantFrom(1, 1.25, 2),
        (scale, start, pixelRatio) => {
          const places = spans.map((span) =>
            placeSpan(span, lengthPx, { start, length: lengthPx * scale }, pixelRatio),
          );
          for (const [i, place] of places.slice(1).entries()) {
            const seam = place.start * pixelRatio;
            const [before, span] = [places[i], spans[i + 1]];
            if (before === undefined || span === undefined) throw new Error('There are as many places as spans.');
            expect(endOf(before)).toBeCloseTo(place.start, 6);
            expect(seam).toBeCloseTo(Math.round(seam), 6);
            expect(Math.abs(place.start - (start + span.start * scale)) * pixelRatio).toBeLessThanOrEqual(0.501);
          }
          expect(places[0]?.start).toBeCloseTo(start, 9);
          expect(places.map(endOf).at(-1)).toBeCloseTo(start + lengthPx * scale, 5);
        },
      ),
    );
  });
});
