import { describe, expect, it } from 'vitest';
import { resizeView } from '../../../src/inference/input/resize-view.ts';
import { assessedView, plane8, plane16 } from '../../fixtures/assessed-view.ts';

const HALF = { widthPx: 2, heightPx: 1 };
const WHOLE = { x: 0, y: 0, width: 4, height: 2 };

describe('resizeView', () => {
  it('averages readings, and keeps the open-beam level of 16 bits', () => {
    const { view, assessment } = assessedView({ high: plane16(4, 2, (x) => (x < 2 ? 10_000 : 60_000 - 100 * x)) });
    const resized = resizeView(view, assessment.airLevels, WHOLE, HALF);
    expect(resized.view.planes.high?.samples).toEqual(Uint16Array.of(10_000, 59_750));
    expect(resized.airLevels).toEqual({ high: assessment.airLevels.high });
    expect(resized.box).toEqual({ x: 0, y: 0, width: 2, height: 1 });
  });

  it('keeps the mean of two greys of 8 bits, with the level on the same scale', () => {
    const { view, assessment } = assessedView({ high: plane8(4, 2, (x) => (x % 2 === 0 ? 100 : 101)) });
    const resized = resizeView(view, assessment.airLevels, WHOLE, HALF);
    expect(resized.view.planes.high).toMatchObject({ bitDepth: 16, samples: Uint16Array.of(25_829, 25_829) });
    expect(resized.airLevels.high).toBe(257 * (assessment.airLevels.high ?? 0));
  });

  it('leaves black of 8 bits half a grey above nothing, and that of 16 bits at nothing', () => {
    const grey = assessedView({ high: plane8(4, 2, () => 0) });
    const fine = assessedView({ high: plane16(4, 2, () => 0) });
    const darkest = ({ view, assessment }: typeof grey) =>
      resizeView(view, assessment.airLevels, WHOLE, HALF).view.planes.high?.samples[0];
    expect([darkest(grey), darkest(fine)]).toEqual([129, 0]);
  });

  it('resizes each energy', () => {
    const { view, assessment } = assessedView({ high: plane16(4, 2, () => 40_000), low: plane16(4, 2, () => 30_000) });
    const { planes } = resizeView(view, assessment.airLevels, WHOLE, HALF).view;
    expect([planes.high?.samples[1], planes.low?.samples[1]]).toEqual([40_000, 30_000]);
  });
});
