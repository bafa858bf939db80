import { describe, expect, it } from 'vitest';
import { type Box, intersectionOverUnion } from '../../../src/domain/scan/box.ts';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import { judgedAreaOf } from '../../../src/inference/container/judged-area.ts';
import { locateContainers } from '../../../src/inference/container/locate-containers.ts';
import { reduceToTransmission } from '../../../src/inference/container/transmission-grid.ts';
import { type ScanOrder, simulateScan } from '../../../src/simulator/simulate-scan.ts';
import { crop, mirror, plane8, plane16, scaleReadings, shift } from './planes.ts';

const AIR = 60_000;
const SEEDS = 14;

function locate(plane: Plane, airLevel = AIR): readonly Box[] {
  return locateContainers(plane, airLevel, reduceToTransmission(plane, airLevel));
}

const VEHICLES = { vehicle: true } as const;
const PAIRS = { vehicle: true, containers: ['20ft', '20ft'] } as const;
const CROPS = { vehicle: false } as const;

describe.each<[string, Omit<ScanOrder, 'seed' | 'scanner'>, number]>([
  ['vehicle scans', VEHICLES, 1000],
  ['vehicle scans of two 20-ft boxes on one chassis', PAIRS, 2000],
  ['narrow crops around the container', CROPS, 3000],
])('in %s', (_, wishes, firstSeed) => {
  it(`finds every container with an intersection over union of at least 0.9, over ${SEEDS} seeds`, () => {
    for (let seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
      const scan = simulateScan({ seed, scanner: 'gate-6-4-compact', ...wishes });
      const found = locate(scan.planes.high);
      expect(found, `containers of seed ${seed}, ${scan.cargo}`).toHaveLength(scan.containers.length);
      for (const [index, truth] of scan.containers.entries()) {
        const box = found[index] ?? { x: 0, y: 0, width: 0, height: 0 };
        expect(intersectionOverUnion(box, truth), `seed ${seed}, ${scan.cargo}`).toBeGreaterThanOrEqual(0.9);
      }
    }
  }, 180_000);
});

it('stands a container on the deck of its wagon, not between the bogies', () => {
  const { planes, containers } = simulateScan({ seed: 20_014, scanner: 'rail-9', vehicle: true, cargo: 'empty' });
  const found = locate(planes.high, 58_000);
  expect(found).toHaveLength(containers.length);
  for (const [index, truth] of containers.entries()) {
    expect(intersectionOverUnion(found[index] ?? { x: 0, y: 0, width: 1, height: 1 }, truth)).toBeGreaterThan(0.9);
  }
});

it('puts two boxes on one floor where the gap between two tiers of goods looks like the floor of one', () => {
  const wishes = { cargo: 'sacks-in-rows', containers: ['20ft', '20ft'], vehicle: false } as const;
  const { planes, containers } = simulateScan({ seed: 314_673_933, scanner: 'gate-6-4-compact', ...wishes });
  const found = locate(planes.high);
  const overlaps = containers.map((truth, index) => intersectionOverUnion(found[index] ?? truth, truth));
  expect(found).toHaveLength(2);
  expect(Math.min(...overlaps)).toBeGreaterThanOrEqual(0.9);
});

it('sees one roof where a lost pulse leaves a column black from the upper border on', () => {
  const { planes, containers } = simulateScan({ seed: 7, scanner: 'gate-6-4-compact', vehicle: true });
  const [truth] = containers;
  if (truth === undefined) throw new Error('Seed 7 has a container.');
  const lost = truth.x + Math.round(truth.width * 0.3);
  const { widthPx, heightPx, samples } = planes.high;
  const broken = plane16(widthPx, heightPx, (x, y) => (Math.abs(x - lost) <= 1 ? 0 : (samples[y * widthPx + x] ?? 0)));
  const found = locate(broken);
  expect(found).toHaveLength(containers.length);
  expect(intersectionOverUnion(found[0] ?? truth, truth)).toBeGreaterThan(0.9);
});

describe('the located box', () => {
  const { planes, containers } = simulateScan({ seed: 7, scanner: 'gate-6-4-compact', vehicle: true });
  const plane = planes.high;
  const [box, ...others] = locate(plane);
  const [truth] = containers;
  if (box === undefined || truth === undefined) throw new Error('Seed 7 has a container.');

  it('moves with the picture', () => {
    const [moved] = locate(shift(plane, 60, 24, AIR));
    expect(intersectionOverUnion(moved ?? truth, { ...box, x: box.x + 60, y: box.y + 24 })).toBeGreaterThan(0.98);
  });

  it('is mirrored with the picture', () => {
    const mirrored = locate(mirror(plane));
    const expected = [...others, box].map((one) => ({ ...one, x: plane.widthPx - one.x - one.width }));
    expect(mirrored).toHaveLength(expected.length);
    const [last] = mirrored.slice(-1);
    expect(intersectionOverUnion(last ?? truth, expected.at(-1) ?? truth)).toBeGreaterThan(0.98);
  });

  it.each([0.5, 0.9, 1.05])('stays where it is when every reading is scaled by %s', (factor) => {
    const [scaled] = locate(scaleReadings(plane, factor), AIR * factor);
    expect(intersectionOverUnion(scaled ?? { x: 0, y: 0, width: 1, height: 1 }, box)).toBeGreaterThan(0.99);
  });

  it('is not reported for a tight crop, whose edges are the borders of the view', () => {
    const inset = Math.round(truth.height * 0.06);
    const inside = {
      x: truth.x + inset,
      y: truth.y + inset,
      width: truth.width - 2 * inset,
      height: truth.height - 2 * inset,
    };
    expect(locate(crop(plane, inside))).toEqual([]);
  });
});

describe('what is no container', () => {
  it.each<[string, Plane]>([
    ['a single pixel', plane16(1, 1, () => 3)],
    ['a sliver', plane8(53, 931, (x, y) => (x > 10 && y > 60 ? 90 : 255))],
    ['a row of pixels', plane16(4000, 1, (x) => x % 60_000)],
    ['air alone', plane16(800, 300, () => AIR)],
    ['noise', plane8(640, 240, (x, y) => ((x * 7919 + y * 104_729) * 2_654_435_761) % 256)],
    ['a round object', plane16(400, 400, (x, y) => (Math.hypot(x - 200, y - 200) < 150 ? 20_000 : AIR))],
  ])('is not located: %s', (_, plane) => {
    expect(locate(plane, plane.bitDepth === 8 ? 255 : AIR)).toEqual([]);
  });
});

describe('judgedAreaOf', () => {
  it('leaves out posts of 220 mm, roof rails of 120 mm and a floor of 340 mm, at 2,600 mm for the height', () => {
    expect(judgedAreaOf({ x: 100, y: 50, width: 2000, height: 520 })).toEqual({
      x: 144,
      y: 74,
      width: 1912,
      height: 428,
    });
  });

  it('never leaves the container or becomes empty', () => {
    const judged = judgedAreaOf({ x: 5, y: 5, width: 2, height: 1 });
    expect(judged.width).toBeGreaterThanOrEqual(1);
    expect(judged.height).toBeGreaterThanOrEqual(1);
  });
});
