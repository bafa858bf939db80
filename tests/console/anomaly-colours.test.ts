import { describe, expect, it } from 'vitest';
import { anomalyColour, anomalyTable } from '../../src/console/anomaly-colours.ts';

/** Relative luminance of sRGB (WCAG 2). */
function luminance([red, green, blue]: readonly [number, number, number, number]): number {
  const linear = (value: number) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

describe('anomaly colours', () => {
  it('hides what lies under half the threshold and is opaque from the threshold on', () => {
    expect(anomalyColour(0.35, 0.7)[3]).toBe(0);
    expect(anomalyColour(0.7, 0.7)[3]).toBe(255);
    expect(anomalyColour(1, 0.7)[3]).toBe(255);
  });

  it('grows lighter with every step of score, so that order survives without hue', () => {
    const steps = Array.from({ length: 33 }, (_, step) => luminance(anomalyColour(step / 32, 0.5)));
    expect(steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0))).toBe(true);
  });

  it('puts the same colours into the table that paints', () => {
    const table = anomalyTable(0.6);
    expect([...table.subarray(200 * 4, 201 * 4)]).toEqual([...anomalyColour(200 / 255, 0.6)]);
  });

  it('survives a threshold of zero', () => {
    expect(anomalyColour(0.1, 0)[3]).toBe(255);
  });
});
