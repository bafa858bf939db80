import { describe, expect, it } from 'vitest';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import { reduceToTransmission } from '../../../src/inference/container/transmission-grid.ts';
import { airLevelOf } from '../../../src/inference/quality/air-level.ts';
import { histogramOf } from '../../../src/inference/quality/histogram.ts';
import { type ForeignKind, foreignKindOf } from '../../../src/inference/quality/not-a-radiograph.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import { simulateScan } from '../../../src/simulator/simulate-scan.ts';
import { plane8, plane16, readingOf } from '../container/planes.ts';

function kindOf(plane: Plane): ForeignKind | null {
  const histogram = histogramOf(plane, [{ x: 0, y: 0, width: plane.widthPx, height: plane.heightPx }], 1);
  const airLevel = airLevelOf(plane, histogram);
  return foreignKindOf(plane, airLevel, histogram, reduceToTransmission(plane, airLevel));
}

const noise = (seed: number, width: number, height: number) => {
  const random = createRandom(seed);
  return plane16(width, height, () => random.integer(0, 65_535));
};

/** Lines of small letters: strokes 2 px wide, words and spaces, on white. */
const page = () => {
  const random = createRandom(3);
  const inked = new Set<number>();
  for (let line = 40; line < 760; line += 22) {
    for (let x = 60; x < 560; x += 8) {
      if (random.chance(0.18)) continue;
      for (let y = 0; y < 12; y++) for (let w = 0; w < 2; w++) inked.add((line + y) * 620 + x + w);
      if (random.chance(0.6)) for (let w = 0; w < 5; w++) inked.add((line + 6) * 620 + x + w);
    }
  }
  return plane8(620, 800, (x, y) => (inked.has(y * 620 + x) ? 20 : 255));
};

/** A lit scene: shading, texture and soft shadows in the middle tones. */
const photograph = () => {
  const grain = noise(9, 640, 480);
  return plane8(640, 480, (x, y) => {
    const light = 90 + 60 * Math.sin(x / 130) * Math.cos(y / 90) + 25 * Math.sin(x / 11 + y / 17);
    const object = Math.hypot(x - 300, y - 260) < 110 ? -35 : 0;
    return 20 + Math.max(0, light + object + (readingOf(grain, x, y) / 65_535) * 22);
  });
};

const drawing = () =>
  plane8(600, 400, (x, y) => {
    if (Math.hypot(x - 200, y - 200) < 120) return 180;
    if (x > 380 && x < 560 && y > 100) return 100;
    return y > 320 ? 140 : 230;
  });

describe('foreignKindOf', () => {
  it.each<[ForeignKind, Plane]>([
    ['noise', noise(1, 500, 300)],
    ['gradient', plane8(600, 300, (x) => x / 2.4)],
    ['gradient', plane16(500, 500, (x, y) => 30 * (x + y))],
    ['text', page()],
    ['drawing', drawing()],
    ['photograph', photograph()],
  ])('knows %s', (kind, plane) => {
    expect(kindOf(plane)).toBe(kind);
  });

  it('takes every simulated scan for a radiograph, on 16 bits and as a display picture', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const plane = simulateScan({ seed, scanner: 'gate-6-4-compact' }).planes.high;
      expect(kindOf(plane), `seed ${seed}`).toBeNull();
      const display = plane8(plane.widthPx, plane.heightPx, (x, y) => Math.round(readingOf(plane, x, y) / 240));
      expect(kindOf(display), `seed ${seed} on 8 bits`).toBeNull();
    }
  }, 60_000);

  it('says nothing of pictures too small to tell', () => {
    expect(kindOf(noise(4, 12, 12))).toBeNull();
  });
});
