import { describe, expect, it } from 'vitest';
import { LEAST_DOOR_GAP_CM } from '../../../src/simulator/cargo/cargo-kind.ts';
import { CARGO_KINDS, CARGO_NAMES, EVERYDAY_CARGO } from '../../../src/simulator/cargo/cargo-kinds.ts';
import { scatterClutter } from '../../../src/simulator/cargo/clutter.ts';
import { boundsOf } from '../../../src/simulator/carve.ts';
import { cargoSpaceOf } from '../../../src/simulator/container.ts';
import { CONTAINER_TYPES, type ContainerType } from '../../../src/simulator/containers/container-types.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import type { Solid } from '../../../src/simulator/solid.ts';

const TYPES: readonly ContainerType[] = ['20ft', '40ft', '40ft-high-cube'];
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

/** What sticks out of a room by more than a rounding error, or is turned inside out, in words. */
function misplaced(solids: readonly Solid[], room: Record<'x' | 'y' | 'z', readonly [number, number]>): string[] {
  return solids.flatMap(({ material, shape }) => {
    const bounds = boundsOf(shape);
    return (['x', 'y', 'z'] as const)
      .filter(
        (axis) =>
          bounds[axis][0] < room[axis][0] - 1e-6 ||
          bounds[axis][1] > room[axis][1] + 1e-6 ||
          bounds[axis][0] >= bounds[axis][1],
      )
      .map((axis) => `${material} ${shape.kind} ${axis} ${bounds[axis].join('…')} beyond ${room[axis].join('…')}`);
  });
}

describe.each(CARGO_NAMES)('%s', (name) => {
  it.each(TYPES)('stays inside a %s container and clear of its doors, whatever is drawn', (type) => {
    const space = cargoSpaceOf(type);
    const room = { ...space, x: [space.x[0], space.x[1] - LEAST_DOOR_GAP_CM] as const };
    for (const seed of SEEDS) {
      const goods = CARGO_KINDS[name].load(space, createRandom(seed, name));
      expect({ seed, misplaced: misplaced(goods, room) }).toEqual({ seed, misplaced: [] });
      expect({ seed, misplaced: misplaced(scatterClutter(space, goods, createRandom(seed, 'bits')), space) }).toEqual({
        seed,
        misplaced: [],
      });
    }
  });

  it('is few enough bodies to project quickly, and another load for another seed', () => {
    const space = cargoSpaceOf('40ft-high-cube');
    const loads = SEEDS.map((seed) => CARGO_KINDS[name].load(space, createRandom(seed, name)));
    expect(Math.max(...loads.map((load) => load.length))).toBeLessThanOrEqual(4_000);
    if (name !== 'empty') expect(new Set(loads.map((load) => JSON.stringify(load))).size).toBe(SEEDS.length);
  });
});

describe('a port', () => {
  it('sees at least sixteen families, and one container in five empty', () => {
    expect(new Set(EVERYDAY_CARGO).size).toBeGreaterThanOrEqual(16);
    const empties = EVERYDAY_CARGO.filter((name) => name === 'empty').length;
    expect(empties / EVERYDAY_CARGO.length).toBeCloseTo(0.2, 1);
  });

  it('loads to other heights and lengths from container to container', () => {
    const space = cargoSpaceOf('40ft');
    const { heightCm, lengthCm } = CONTAINER_TYPES['40ft'];
    for (const name of ['palletised-boxes', 'bagged-goods', 'parcels'] as const) {
      const shares = SEEDS.map((seed) => {
        const bounds = CARGO_KINDS[name].load(space, createRandom(seed, name)).map(({ shape }) => boundsOf(shape));
        return {
          height: Math.max(...bounds.map(({ y }) => y[1])) / heightCm,
          length: Math.max(...bounds.map(({ x }) => x[1])) / lengthCm,
        };
      });
      for (const side of ['height', 'length'] as const) {
        const values = shares.map((share) => share[side]);
        expect(Math.max(...values) - Math.min(...values), `${name} ${side}`).toBeGreaterThan(0.2);
      }
    }
  });

  it('leaves odds and ends in many containers, on the floor of half of the empties too', () => {
    const space = cargoSpaceOf('40ft');
    const cluttered = SEEDS.filter((seed) => scatterClutter(space, [], createRandom(seed)).length > 0);
    expect(cluttered.length).toBeGreaterThan(5);
    expect(cluttered.length).toBeLessThan(20);
  });

  it('lays something on the floor before the goods, and nothing else, where that is wished for', () => {
    const space = cargoSpaceOf('40ft');
    const laid = SEEDS.map((seed) => {
      const goods = CARGO_KINDS['palletised-boxes'].load(space, createRandom(seed, 'goods'));
      const end = Math.max(...goods.map(({ shape }) => boundsOf(shape).x[1]));
      const solids = scatterClutter(space, goods, createRandom(seed), 'on-the-floor');
      expect(misplaced(solids, { ...space, x: [end, space.x[1]] })).toEqual([]);
      expect(scatterClutter(space, goods, createRandom(seed), 'none')).toEqual([]);
      return solids.length > 0;
    });
    expect(laid.filter(Boolean).length).toBeGreaterThan(15);
  });

  it('hangs four small dense things, one beside the other in the beam, where that is wished for', () => {
    const space = cargoSpaceOf('20ft');
    const quarter = (space.x[1] - space.x[0]) / 4;
    const lowest = SEEDS.map((seed) => {
      const solids = scatterClutter(space, [], createRandom(seed), 'small-things');
      expect(misplaced(solids, space)).toEqual([]);
      const bounds = solids.map(({ shape }) => boundsOf(shape));
      const quarters = bounds.map(({ x }) => x.map((end) => Math.floor((end - space.x[0]) / quarter)));
      expect(new Set(quarters.flat())).toEqual(new Set([0, 1, 2, 3]));
      for (const [first, last] of quarters) expect(first).toBe(last);
      return Math.min(...bounds.map(({ y }) => y[0]));
    });
    expect(Math.max(...lowest)).toBeGreaterThan(space.y[0] + 30);
  });
});
