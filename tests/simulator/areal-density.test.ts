import { describe, expect, it } from 'vitest';
import { projectSolids } from '../../src/simulator/areal-density.ts';
import { block, hollowBlock, moveSolids, solidOf, tube } from '../../src/simulator/build-solid.ts';
import { createFanBeam } from '../../src/simulator/fan-beam.ts';
import type { Solid } from '../../src/simulator/solid.ts';

const FAN = createFanBeam({
  columns: 200,
  rows: 301,
  pitchCm: 0.5,
  sourceHeightCm: 150,
  sourceToCentreCm: 400,
  topAngle: (150.5 * 0.5) / 400,
  leftCm: 0,
  riseCm: () => 0,
});
const LEVEL_ROW = 150;

function pathCm(solids: readonly Solid[], xCm: number, row = LEVEL_ROW): number {
  const sums = projectSolids(solids, FAN).get('water');
  return sums?.[Math.floor(xCm / FAN.pitchCm) * FAN.rows + row] ?? 0;
}

describe('projectSolids', () => {
  it('measures a slab along the slanted ray: thickness over the cosine', () => {
    const slab = [block('water', [0, 100], [0, 400], [390, 410])];
    for (const row of [0, 60, LEVEL_ROW, 300]) {
      const angle = ((LEVEL_ROW - row) * 0.5) / 400;
      expect(pathCm(slab, 50, row)).toBeCloseTo(20 / Math.cos(angle), 4);
    }
  });

  it('measures chords of round bodies: full in the middle, √(r² − d²) off it', () => {
    const bodies: readonly (readonly [Solid, number])[] = [
      [
        solidOf('water', { kind: 'ellipsoid', centre: { x: 50.25, y: 150, z: 400 }, radii: { x: 20, y: 20, z: 20 } }),
        12,
      ],
      ...tube('water', 'y', { x: 50.25, y: 150, z: 400 }, 60, 20, 0).map((solid) => [solid, 12] as const),
    ];
    for (const [body, offset] of bodies) {
      expect(pathCm([body], 50.25)).toBeCloseTo(40, 3);
      expect(pathCm([body], 50.25 + offset)).toBeCloseTo(2 * Math.sqrt(400 - offset * offset), 1);
    }
    const lying = tube('water', 'x', { x: 50, y: 150, z: 400 }, 60, 20, 15);
    expect(pathCm(lying, 50)).toBeCloseTo(10, 3);
    expect(pathCm(lying, 90)).toBe(0);
  });

  it('counts a dome from its base upwards only', () => {
    const dome = solidOf('water', { kind: 'dome', centre: { x: 50, y: 150, z: 400 }, radii: { x: 20, y: 20, z: 20 } });
    expect(pathCm([dome], 50, LEVEL_ROW - 10)).toBeGreaterThan(30);
    expect(pathCm([dome], 50, LEVEL_ROW + 10)).toBe(0);
  });

  it('gives a column the share of a body that it holds, and nothing away', () => {
    const narrow = [block('water', [10.1, 10.3], [100, 200], [390, 410])];
    expect(pathCm(narrow, 10.2)).toBeCloseTo(20 * (0.2 / 0.5), 4);
    const sums = projectSolids([block('water', [10.1, 33.7], [100, 200], [390, 410])], FAN).get('water');
    let total = 0;
    for (let column = 0; column < FAN.columns; column++)
      total += (sums?.[column * FAN.rows + LEVEL_ROW] ?? 0) * FAN.pitchCm;
    expect(total).toBeCloseTo(20 * 23.6, 2);
  });

  it('sees through a hollow: only the walls of a closed box weigh', () => {
    const box = hollowBlock('water', [10, 60], [100, 200], [380, 420], 2);
    expect(pathCm(box, 30)).toBeCloseTo(4, 4);
    expect(pathCm(box, 11)).toBeCloseTo(40, 4);
  });

  it('shows near bodies larger than far ones', () => {
    const rowsOf = (nearZ: number) => {
      const sums = projectSolids([block('water', [0, 100], [140, 160], [nearZ, nearZ + 1])], FAN).get('water');
      return sums?.subarray(100 * FAN.rows, 101 * FAN.rows).filter((mass) => mass > 0).length ?? 0;
    };
    expect(rowsOf(200) / rowsOf(400)).toBeCloseTo(2, 0);
  });

  it('turns bodies round end to end without changing them', () => {
    const prism = solidOf('water', {
      kind: 'prism',
      outline: [
        [10, 140],
        [40, 140],
        [40, 170],
      ],
      z: [390, 410],
    });
    const turned = moveSolids([prism], { x: 0, y: 0, z: 0 }, 100);
    for (const row of [110, 130, 150])
      expect(pathCm(turned, 100 - 35.25, row)).toBeCloseTo(pathCm([prism], 35.25, row), 2);
  });
});
