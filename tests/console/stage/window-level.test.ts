import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countReadings, describePlane, quantileOf } from '../../../src/console/stage/plane-statistics.ts';
import {
  clampWindow,
  greyTable,
  presetWindow,
  WINDOW_PRESETS,
  windowOf,
} from '../../../src/console/stage/window-level.ts';
import type { Plane } from '../../../src/domain/scan/plane.ts';

const AIR = 60_000;
const STEEL = 4_000;

/** Ten by ten: a dark four by four load in air. */
function loadInAir(): Plane {
  const samples = new Uint16Array(100).fill(AIR);
  for (let y = 3; y < 7; y++) for (let x = 3; x < 7; x++) samples[y * 10 + x] = STEEL;
  return { widthPx: 10, heightPx: 10, bitDepth: 16, samples };
}
const LOAD = { x: 3, y: 3, width: 4, height: 4 };

describe('plane statistics', () => {
  it('counts every reading once, and inside a box only those of the box', () => {
    const plane = loadInAir();
    expect(countReadings(plane, null)[AIR]).toBe(84);
    expect(countReadings(plane, LOAD)[STEEL]).toBe(16);
    expect(countReadings(plane, LOAD)[AIR]).toBe(0);
  });

  it('cuts a box that reaches over the edge instead of wrapping into the next row', () => {
    expect(countReadings(loadInAir(), { x: 8, y: 0, width: 9, height: 1 }).reduce((a, b) => a + b)).toBe(2);
  });

  it('finds the reading that a share of the pixels does not exceed', () => {
    const counts = countReadings(loadInAir(), null);
    expect(quantileOf(counts, 0.16)).toBe(STEEL);
    expect(quantileOf(counts, 0.17)).toBe(AIR);
  });

  it('takes the open beam from the brightest readings', () => {
    expect(describePlane(loadInAir(), LOAD).airLevel).toBe(AIR);
  });
});

describe('windows', () => {
  const statistics = describePlane(loadInAir(), { x: 2, y: 2, width: 6, height: 6 });

  it('shows from nothing to air in full, and stays below air for cargo', () => {
    expect(presetWindow('full', statistics)).toEqual({ low: 0, high: AIR });
    expect(presetWindow('cargo', describePlane(loadInAir(), LOAD)).high).toBeLessThan(AIR / 2);
    expect(presetWindow('structure', statistics).low).toBeGreaterThan(STEEL);
  });

  it.each(WINDOW_PRESETS)('gives the preset %s a width even for a blank plane', (preset) => {
    const blank: Plane = { widthPx: 4, heightPx: 4, bitDepth: 8, samples: new Uint8Array(16) };
    const { low, high } = presetWindow(preset, describePlane(blank, null));
    expect(high).toBeGreaterThan(low);
  });

  it('keeps any level and width inside the range of the plane', () => {
    const anything = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(anything, anything, (level, width) => {
        const window = windowOf(level, width, 65535);
        expect(window.low).toBeGreaterThanOrEqual(0);
        expect(window.high).toBeLessThanOrEqual(65535);
        expect(window.high - window.low).toBeGreaterThanOrEqual(655);
        expect(clampWindow(window, 65535)).toEqual(window);
      }),
    );
  });
});

describe('greyTable', () => {
  const window = { low: 1000, high: 50_000 };

  it('is black up to the window, white beyond it, and never falls between', () => {
    for (const scale of ['linear', 'logarithmic'] as const) {
      const table = greyTable({ window, scale, isInverted: false }, 65535);
      expect([table[0], table[1000], table[50_000], table[65535]]).toEqual([0, 0, 255, 255]);
      expect(table.every((grey, reading) => reading === 0 || grey >= (table[reading - 1] ?? 0))).toBe(true);
    }
  });

  it('gives equal attenuation equal steps of grey on the logarithmic scale', () => {
    const table = greyTable({ window: { low: 655, high: 65500 }, scale: 'logarithmic', isInverted: false }, 65535);
    expect(table[6550]).toBe(128);
    expect(table[2071]).toBe(64);
  });

  it('inverts grey for grey', () => {
    const upright = greyTable({ window, scale: 'linear', isInverted: false }, 65535);
    const inverted = greyTable({ window, scale: 'linear', isInverted: true }, 65535);
    expect(inverted.every((grey, reading) => grey === 255 - (upright[reading] ?? 0))).toBe(true);
  });
});
