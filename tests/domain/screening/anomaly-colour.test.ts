import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anomalyColour, anomalyStrength, type Rgb } from '../../../src/domain/screening/anomaly-colour.ts';
import { shipped } from '../../../src/installation.ts';

/** Relative luminance of sRGB (WCAG 2). */
function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

describe('anomalyColour', () => {
  it('grows lighter with every step of score, so that order survives without hue', () => {
    const steps = Array.from({ length: 33 }, (_, step) => luminance(anomalyColour(step / 32)));
    expect(steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0))).toBe(true);
  });

  it('takes a score beyond its ends for the end', () => {
    expect(anomalyColour(-1)).toEqual(anomalyColour(0));
    expect(anomalyColour(2)).toEqual(anomalyColour(1));
  });

  it('has the colours of the legend in the style sheet, in their order', () => {
    const sheet = readFileSync(shipped('src', 'console', 'styles', 'stage.css'), 'utf8');
    const gradient = /\.map-colours [^}]*linear-gradient\(([^)]*)\)/.exec(sheet)?.[1] ?? '';
    const shown = gradient.match(/#[0-9a-f]{6}/g) ?? [];
    const stops = Array.from({ length: 6 }, (_, stop) => `#${Buffer.from(anomalyColour(stop / 5)).toString('hex')}`);
    expect(shown).toEqual(stops.slice(1));
  });
});

describe('anomalyStrength', () => {
  it('hides what lies under half the threshold and shows all from the threshold on', () => {
    expect(anomalyStrength(0.35, 0.7)).toBe(0);
    expect(anomalyStrength(0.7, 0.7)).toBe(1);
    expect(anomalyStrength(1, 0.7)).toBe(1);
  });

  it('survives a threshold of zero', () => {
    expect(anomalyStrength(0.1, 0)).toBe(1);
  });
});
