import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBox, panBy, toFrame, toPicture, zoomAt } from '../../../src/console/stage/viewport.ts';

const FRAME = { width: 1200, height: 400 };
const PICTURE = { x: 0, y: 0, width: 2333, height: 597 };

describe('fitBox', () => {
  it('shows the whole picture, centred, inside the margin', () => {
    const shown = toFrame(fitBox(PICTURE, FRAME, 14), PICTURE);
    expect(shown.x).toBeGreaterThanOrEqual(13.99);
    expect(shown.y).toBeGreaterThanOrEqual(13.99);
    expect(shown.x + shown.width / 2).toBeCloseTo(600, 6);
    expect(shown.y + shown.height / 2).toBeCloseTo(200, 6);
    expect(Math.min(shown.x, shown.y)).toBeCloseTo(14, 6);
  });

  it('brings a small box to the middle without magnifying past the limit', () => {
    const viewport = fitBox({ x: 900, y: 300, width: 2, height: 2 }, FRAME, 14);
    expect(viewport.scale).toBe(32);
    expect(toPicture(viewport, { x: 600, y: 200 })).toEqual({ x: 901, y: 301 });
  });
});

describe('zoomAt', () => {
  it('keeps the pixel under the pointer under the pointer', () => {
    const coordinate = fc.double({ min: 0, max: 1200, noNaN: true });
    const factor = fc.double({ min: 0.2, max: 5, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, factor, (x, y, by) => {
        const before = fitBox(PICTURE, FRAME, 14);
        const after = zoomAt(before, by, { x, y }, 0.1);
        const [from, to] = [toPicture(before, { x, y }), toPicture(after, { x, y })];
        expect(to.x).toBeCloseTo(from.x, 6);
        expect(to.y).toBeCloseTo(from.y, 6);
      }),
    );
  });

  it('stops at the smallest and the largest scale', () => {
    const start = { scale: 1, offsetX: 0, offsetY: 0 };
    expect(zoomAt(start, 1e6, { x: 5, y: 5 }, 0.25).scale).toBe(32);
    expect(zoomAt(start, 1e-6, { x: 5, y: 5 }, 0.25).scale).toBe(0.25);
  });
});

describe('panBy', () => {
  it('never loses the picture, however far one drags', () => {
    const far = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(far, far, (deltaX, deltaY) => {
        const moved = panBy(fitBox(PICTURE, FRAME, 14), deltaX, deltaY, PICTURE, FRAME);
        const shown = toFrame(moved, PICTURE);
        expect(shown.x).toBeLessThan(FRAME.width);
        expect(shown.y).toBeLessThan(FRAME.height);
        expect(shown.x + shown.width).toBeGreaterThan(0);
        expect(shown.y + shown.height).toBeGreaterThan(0);
      }),
    );
  });
});
