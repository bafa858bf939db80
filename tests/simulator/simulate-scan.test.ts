import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/domain/scan/box.ts';
import { CARGO_NAMES } from '../../src/simulator/cargo/cargo-kinds.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { drawScene } from '../../src/simulator/scene.ts';
import { type SimulatedScan, simulateScan } from '../../src/simulator/simulate-scan.ts';

const SCANNER = 'gate-6-4-compact';

function reading(scan: SimulatedScan, x: number, y: number): number {
  return scan.planes.high.samples[y * scan.planes.high.widthPx + x] ?? Number.NaN;
}

/** Mean reading of the line of pixels `distance` inside (positive) or outside (negative) a box's side. */
function meanAlong(scan: SimulatedScan, box: Box, side: 'left' | 'right' | 'top', distance: number): number {
  let sum = 0;
  const inner = { from: 0.2, to: 0.8 };
  const along = side === 'top' ? box.width : box.height;
  const from = Math.round(along * inner.from);
  const to = Math.round(along * inner.to);
  for (let step = from; step < to; step++) {
    if (side === 'top') sum += reading(scan, box.x + step, box.y + distance);
    else if (side === 'left') sum += reading(scan, box.x + distance, box.y + step);
    else sum += reading(scan, box.x + box.width - 1 - distance, box.y + step);
  }
  return sum / (to - from);
}

describe('simulateScan', () => {
  it('gives the same pixels for the same seed and others for another', () => {
    const order = { scanner: SCANNER, cargo: 'drums', containers: ['20ft'], vehicle: false } as const;
    const first = simulateScan({ ...order, seed: 4 });
    expect(simulateScan({ ...order, seed: 4 })).toEqual(first);
    expect(simulateScan({ ...order, seed: 5 }).planes.high.samples).not.toEqual(first.planes.high.samples);
  });

  it('puts the container where the picture shows it: air outside, steel inside', () => {
    for (let seed = 0; seed < 6; seed++) {
      const scan = simulateScan({ seed, scanner: SCANNER, cargo: 'empty', containers: ['20ft'], vehicle: false });
      const [box] = scan.containers;
      if (box === undefined) throw new Error('no container');
      for (const side of ['left', 'right'] as const) {
        expect(meanAlong(scan, box, side, -3)).toBeGreaterThan(57_000);
        expect(meanAlong(scan, box, side, 5)).toBeLessThan(45_000);
      }
      expect(meanAlong(scan, box, 'top', -2)).toBeGreaterThan(57_000);
    }
  });

  it('shows two 20-ft containers on one chassis side by side, left one first', () => {
    const scan = simulateScan({ seed: 3, scanner: SCANNER, containers: ['20ft', '20ft'], vehicle: true });
    const [left, right] = scan.containers;
    expect(scan.containers).toHaveLength(2);
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThan(right?.x ?? 0);
    // Speed varies by one and a half per cent: pictures are a little long or short.
    expect((left?.width ?? 0) / 606).toBeGreaterThan(0.93);
    expect((left?.width ?? 0) / 606).toBeLessThan(1.07);
  });

  it('keeps every container inside the picture, whatever is drawn', () => {
    for (let seed = 100; seed < 112; seed++) {
      const scan = simulateScan({ seed, scanner: SCANNER });
      for (const box of scan.containers) {
        expect(box.x).toBeGreaterThan(0);
        expect(box.y).toBeGreaterThan(0);
        expect(box.x + box.width).toBeLessThan(scan.planes.high.widthPx);
        expect(box.y + box.height).toBeLessThan(scan.planes.high.heightPx);
      }
    }
  });

  it.each(CARGO_NAMES)('keeps %s inside the container and away from the doors', (cargo) => {
    const scanner = SCANNER_PRESETS[SCANNER];
    for (let seed = 0; seed < 4; seed++) {
      const wishes = { containers: ['20ft'], vehicle: false } as const;
      const bare = drawScene({ ...wishes, cargo: 'empty' }, scanner, createRandom(seed));
      const laden = drawScene({ ...wishes, cargo }, scanner, createRandom(seed));
      const shell = new Set(bare.solids.map((solid) => JSON.stringify(solid)));
      const goods = laden.solids.filter((solid) => !shell.has(JSON.stringify(solid)));
      const [box] = laden.containers;
      for (const { shape } of goods) {
        if (shape.kind !== 'box' && shape.kind !== 'pillar') continue;
        expect(shape.x[0]).toBeGreaterThan(box?.x[0] ?? 0);
        expect(shape.x[1]).toBeLessThan(box?.x[1] ?? 0);
        expect(shape.y[1]).toBeLessThan(box?.y[1] ?? 0);
        expect(shape.z[0]).toBeGreaterThan(box?.z[0] ?? 0);
        expect(shape.z[1]).toBeLessThan(box?.z[1] ?? 0);
      }
    }
  });

  it('makes a flexitank too dark to see through, and no everyday cargo so', () => {
    const darkShare = (cargo: 'flexitank' | 'palletised-boxes') => {
      const scan = simulateScan({ seed: 6, scanner: SCANNER, cargo, containers: ['20ft'], vehicle: false });
      const { samples } = scan.planes.high;
      return Array.from(samples).filter((value) => value < 300).length / samples.length;
    };
    expect(darkShare('flexitank')).toBeGreaterThan(0.25);
    expect(darkShare('palletised-boxes')).toBeLessThan(0.1);
  });
});
