import { block, solidOf, tube } from '../build-solid.ts';
import type { MaterialName } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Block, Point, Solid, Span } from '../solid.ts';

/** Length, height, thickness: an object's own directions, from its longest to its shortest. */
export type Own = readonly [number, number, number];

/**
 * An object's own directions laid into a block: its length along the block's longest edge, its thickness along the
 * shortest. Builders measure in the object's own centimetres from its corner.
 */
export interface Pose {
  readonly box: (material: MaterialName, length: Span, height: Span, thickness: Span, packing?: number) => Solid;
  readonly rod: (material: MaterialName, along: 0 | 1 | 2, centre: Own, size: RodSize) => readonly Solid[];
  readonly ellipsoid: (material: MaterialName, centre: Own, radii: Own, packing?: number) => Solid;
}

interface RodSize {
  readonly length: number;
  readonly radius: number;
  readonly bore: number;
}

const AXES = ['x', 'y', 'z'] as const;

/** Lays an object into a block, either way round and either side up. */
export function poseIn(room: Block, random: Random): Pose {
  const extent = (axis: 'x' | 'y' | 'z') => room[axis][1] - room[axis][0];
  const axes = [...AXES].sort((a, b) => extent(b) - extent(a));
  const turned = AXES.map(() => random.chance(0.5));
  const spanOn = (own: 0 | 1 | 2, [from, to]: Span): Span => {
    const [low, high] = room[axes[own] ?? 'x'];
    return turned[own] ? [high - to, high - from] : [low + from, low + to];
  };
  const lay = <Value>(values: readonly [Value, Value, Value]): Readonly<Record<'x' | 'y' | 'z', Value>> => {
    const on = (axis: 'x' | 'y' | 'z') => values[axes.indexOf(axis)] ?? values[0];
    return { x: on('x'), y: on('y'), z: on('z') };
  };
  const point = ([length, height, thickness]: Own): Point =>
    lay([spanOn(0, [length, length])[0], spanOn(1, [height, height])[0], spanOn(2, [thickness, thickness])[0]]);
  return {
    box: (material, length, height, thickness, packing = 1) => {
      const { x, y, z } = lay([spanOn(0, length), spanOn(1, height), spanOn(2, thickness)]);
      return block(material, x, y, z, packing);
    },
    rod: (material, along, centre, { length, radius, bore }) =>
      tube(material, axes[along] ?? 'x', point(centre), length, radius, bore),
    ellipsoid: (material, centre, radii, packing = 1) =>
      solidOf(material, { kind: 'ellipsoid', centre: point(centre), radii: lay([...radii]) }, packing),
  };
}
