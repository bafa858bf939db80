import { describe, expect, it } from 'vitest';
import { projectSolids } from '../../../src/simulator/areal-density.ts';
import { block } from '../../../src/simulator/build-solid.ts';
import { columnAt, createFanBeam, nearestEdge } from '../../../src/simulator/fan-beam.ts';
import { varySpeed } from '../../../src/simulator/faults/speed-variation.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import { SCANNER_PRESETS } from '../../../src/simulator/scanner-presets.ts';
import { simulateScan } from '../../../src/simulator/simulate-scan.ts';

const FAN = createFanBeam({
  columns: 1200,
  rows: 5,
  pitchCm: 0.5,
  sourceHeightCm: 100,
  sourceToCentreCm: 300,
  topAngle: 2.5 / 600,
  leftCm: -20,
  riseCm: () => 0,
});
const MOBILE = SCANNER_PRESETS['mobile-4-display'].faults;

describe('varySpeed', () => {
  it('leaves columns even where speed is constant', () => {
    expect(varySpeed(FAN, { ...MOBILE, speedDeviation: 0 }, createRandom(1))).toBe(FAN);
  });

  it('covers the same stretch of lane with columns that are no longer even', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { columnEdgesCm, columns } = varySpeed(FAN, MOBILE, createRandom(seed));
      const widths = Array.from(
        { length: columns },
        (_, at) => (columnEdgesCm[at + 1] ?? 0) - (columnEdgesCm[at] ?? 0),
      );
      expect(columnEdgesCm[0]).toBe(-20);
      expect(columnEdgesCm[columns]).toBeGreaterThanOrEqual(580);
      expect(columnEdgesCm[columns]).toBeLessThan(581);
      expect(Math.min(...widths)).toBeGreaterThan(0.2);
      expect(Math.max(...widths) / Math.min(...widths)).toBeGreaterThan(1.02);
    }
  });

  it('keeps areal density: a slab weighs the same on every ray, however fast it passes', () => {
    const fan = varySpeed(FAN, MOBILE, createRandom(4));
    const sums = projectSolids([block('water', [100, 400], [0, 200], [290, 310])], fan).get('water');
    const level = (column: number) => sums?.[column * fan.rows + 2] ?? 0;
    const first = columnAt(fan, 100);
    const last = columnAt(fan, 400);
    for (let column = first + 1; column < last; column++) expect(level(column)).toBeCloseTo(20, 2);
    expect(level(first - 1)).toBe(0);
    expect(level(last + 1)).toBe(0);
    let wayCm = 0;
    for (let column = 0; column < fan.columns; column++) {
      wayCm += (level(column) / 20) * ((fan.columnEdgesCm[column + 1] ?? 0) - (fan.columnEdgesCm[column] ?? 0));
    }
    expect(wayCm).toBeCloseTo(300, 1);
    expect(nearestEdge(fan, 400) - nearestEdge(fan, 100)).not.toBe(600);
  });

  it('moves masks and boxes with the picture: the threat is dark where its mask says', () => {
    const order = {
      seed: 2,
      scanner: 'mobile-3-display',
      cargo: 'empty',
      containers: ['20ft'],
      vehicle: false,
    } as const;
    const benign = simulateScan({ ...order, threat: null });
    const laden = simulateScan({ ...order, threat: { category: 'cocaine', massKg: 60, place: 'behind-doors' } });
    const { widthPx, heightPx } = laden.planes.high;
    expect([widthPx, heightPx]).toEqual([benign.planes.high.widthPx, benign.planes.high.heightPx]);
    let inside = 0;
    let outside = 0;
    let marked = 0;
    for (let index = 0; index < widthPx * heightPx; index++) {
      const darker = (benign.planes.high.samples[index] ?? 0) - (laden.planes.high.samples[index] ?? 0);
      if (laden.threat?.mask.samples[index] === 255) {
        marked++;
        inside += darker;
      } else outside += Math.abs(darker);
    }
    expect(marked).toBeGreaterThan(100);
    expect(inside / marked).toBeGreaterThan(8);
    expect(outside / (widthPx * heightPx - marked)).toBeLessThan(3);
  });
});
