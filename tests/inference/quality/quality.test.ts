import { describe, expect, it } from 'vitest';
import type { Box } from '../../../src/domain/scan/box.ts';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import { airLevelOf } from '../../../src/inference/quality/air-level.ts';
import { isBlank } from '../../../src/inference/quality/blank.ts';
import { countFaultyLines } from '../../../src/inference/quality/detector-lines.ts';
import { type Histogram, histogramOf, quantileOf, shareBelow } from '../../../src/inference/quality/histogram.ts';
import { penetrationLimitOf } from '../../../src/inference/quality/penetration-limit.ts';
import { saturatedRatioOf } from '../../../src/inference/quality/saturation.ts';
import { isStriped } from '../../../src/inference/quality/striped.ts';
import { simulateScan } from '../../../src/simulator/simulate-scan.ts';
import { plane8, plane16, readingOf, scaleReadings } from '../container/planes.ts';

const wholeOf = (plane: Plane): Box => ({ x: 0, y: 0, width: plane.widthPx, height: plane.heightPx });
const histogram = (plane: Plane): Histogram => histogramOf(plane, [wholeOf(plane)], 1);
const airOf = (plane: Plane) => airLevelOf(plane, histogram(plane));
/** A small deterministic wobble, so that no two readings are alike by accident. */
const wobble = (x: number, y: number, size: number) => ((x * 7919 + y * 104_729) % 1009) * (size / 1009);

const scan = simulateScan({ seed: 11, scanner: 'gate-6-4-compact', vehicle: true, cargo: 'palletised-boxes' });
const high = scan.planes.high;

describe('histogramOf', () => {
  it('counts every reading of the boxes and no other', () => {
    const plane = plane8(10, 4, (x) => x);
    const counted = histogramOf(plane, [{ x: 2, y: 1, width: 3, height: 2 }], 1);
    expect(counted.total).toBe(6);
    expect([...counted.counts.subarray(0, 6)]).toEqual([0, 0, 2, 2, 2, 0]);
  });

  it('gives the quantiles and shares of an even ramp', () => {
    const counted = histogram(plane8(256, 10, (x) => x));
    expect(shareBelow(counted, 64)).toBeCloseTo(0.25, 6);
    expect(quantileOf(counted, 0.5)).toBe(127);
  });
});

describe('airLevelOf', () => {
  it("finds a simulated scanner's open beam to half a per cent", () => {
    expect(Math.abs(airOf(high) / 60_000 - 1)).toBeLessThan(0.005);
  });

  it('follows an open beam that is 4 % off the nominal level', () => {
    expect(Math.abs(airOf(scaleReadings(high, 0.96)) / 57_600 - 1)).toBeLessThan(0.005);
  });

  it('does not take the walls of a tight crop for air', () => {
    expect(airOf(plane16(300, 100, (x, y) => (x % 40 < 20 ? 51_000 : 30_000) + wobble(x, y, 300)))).toBe(60_000);
    expect(airOf(plane8(300, 100, (x) => (x % 40 < 20 ? 226 : 90)))).toBe(255);
  });

  it.each([4095, 16_383])('takes the full scale %s of fewer bits for what it is', (fullScale) => {
    const level = airOf(plane16(300, 100, (x) => (x < 200 ? fullScale : 900)));
    expect(Math.abs(level / fullScale - 1)).toBeLessThan(0.01);
  });
});

describe('the penetration limit', () => {
  it('is 2.5 thousandths of the open beam on 16 bits and the two lowest greys on 8', () => {
    expect(
      penetrationLimitOf(
        plane16(1, 1, () => 0),
        60_000,
      ),
    ).toBe(150);
    expect(
      shareBelow(
        histogram(plane8(256, 1, (x) => x)),
        penetrationLimitOf(
          plane8(1, 1, () => 0),
          255,
        ),
      ),
    ).toBe(2 / 256);
  });
});

describe('saturatedRatioOf', () => {
  it('is the share of white in a display picture', () => {
    expect(
      saturatedRatioOf(
        plane8(100, 10, (x) => (x < 30 ? 255 : 254)),
        histogram(plane8(100, 10, (x) => (x < 30 ? 255 : 254))),
      ),
    ).toBeCloseTo(0.3, 6);
  });

  it('is nought where 16-bit readings end in noise below the end of the scale', () => {
    expect(saturatedRatioOf(high, histogram(high))).toBe(0);
  });

  it('counts what is clipped at the end of the scale', () => {
    const clipped = plane16(100, 10, (x) => (x < 40 ? 65_535 : 20_000 + x));
    expect(saturatedRatioOf(clipped, histogram(clipped))).toBeCloseTo(0.4, 6);
  });
});

describe('countFaultyLines', () => {
  const withLine = (line: number, change: (reading: number) => number) =>
    plane16(high.widthPx, high.heightPx, (x, y) =>
      y === line ? change(readingOf(high, x, y)) : readingOf(high, x, y),
    );

  it('finds none in a scan of a working detector', () => {
    expect(countFaultyLines(high, 60_000)).toBe(0);
  });

  it.each<[string, (reading: number) => number]>([
    ['a dead line', () => 0],
    ['a stuck line', () => 31_000],
    ['a line whose gain is 12 % low', (reading) => reading * 0.88],
    ['a line whose gain is 8 % high', (reading) => Math.min(65_535, reading * 1.08)],
  ])('counts %s once', (_, change) => {
    expect(countFaultyLines(withLine(200, change), 60_000)).toBe(1);
  });

  it('counts neighbouring dead lines each', () => {
    const plane = plane16(high.widthPx, high.heightPx, (x, y) => (y === 90 || y === 91 ? 0 : readingOf(high, x, y)));
    expect(countFaultyLines(plane, 60_000)).toBe(2);
  });

  it('does not count a rail that ends inside the view, nor a plain background', () => {
    const rail = plane16(400, 80, (x, y) => (y === 40 && x > 60 && x < 330 ? 9000 : 60_000 - wobble(x, y, 400)));
    expect(countFaultyLines(rail, 60_000)).toBe(0);
    expect(
      countFaultyLines(
        plane16(400, 80, (x, y) => (y < 40 ? 0 : 30_000 + x * 20)),
        60_000,
      ),
    ).toBe(0);
  });
});

describe('isStriped', () => {
  it('is false for a steady accelerator', () => {
    expect(isStriped(high, 60_000)).toBe(false);
  });

  it('is true where the dose varies by two per cent from pulse to pulse', () => {
    const dose = (x: number) => 0.98 + 0.04 * (((x * 2_654_435_761) % 4096) / 4096);
    const striped = plane16(high.widthPx, high.heightPx, (x, y) => readingOf(high, x, y) * dose(x));
    expect(isStriped(striped, 60_000)).toBe(true);
  });

  it('is false for corrugated walls and the edges of goods', () => {
    const walls = plane16(
      600,
      200,
      (x, y) => 52_000 + 1500 * Math.sin(x / 9) + (x % 50 === 0 ? -9000 : 0) + wobble(x, y, 600),
    );
    expect(isStriped(walls, 60_000)).toBe(false);
  });
});

describe('isBlank', () => {
  it.each<[string, Plane]>([
    ['air alone', plane16(300, 100, (x, y) => 60_000 - wobble(x, y, 900))],
    ['a beam that was off', plane16(300, 100, (x, y) => wobble(x, y, 90))],
    ['a white page', plane8(300, 100, () => 255)],
    ['a single pixel', plane8(1, 1, () => 100)],
  ])('is true for %s', (_, plane) => {
    expect(isBlank(histogram(plane), airOf(plane))).toBe(true);
  });

  it('is false for an empty container', () => {
    const empty = simulateScan({ seed: 5, scanner: 'gate-6-4-compact', vehicle: false, cargo: 'empty' }).planes.high;
    expect(isBlank(histogram(empty), 60_000)).toBe(false);
  });
});
