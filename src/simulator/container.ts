import { block } from './build-solid.ts';
import { CONTAINER_TYPES, CONTAINER_WIDTH_CM, type ContainerType } from './containers/container-types.ts';
import { buildDoors } from './containers/doors.ts';
import { buildFrontWall, buildRoof, buildSideWalls, buildTarpaulin } from './containers/dry-walls.ts';
import { buildCornerCastings, buildPosts, buildRails } from './containers/frame.ts';
import {
  buildReeferShell,
  REEFER_FLOOR_TOP_CM,
  REEFER_ROOF_CM,
  REEFER_WALL_CM,
  reeferRoofFoam,
} from './containers/reefer-shell.ts';
import {
  buildRefrigerationUnit,
  freeRoomInUnit,
  UNIT_BULKHEAD_CM,
  UNIT_DEPTH_CM,
} from './containers/refrigeration-unit.ts';
import { buildUnderside } from './containers/underside.ts';
import { buildLashingRings, buildWear } from './containers/wear.ts';
import type { Random } from './random.ts';
import type { Block, Solid } from './solid.ts';

const FLOOR_TOP_CM = 17.5;
const WALL_DEPTH_CM = 4.5;

/** The room for cargo, in the container's own coordinates: x from the front wall to the doors, y up, z away. */
export type CargoSpace = Block;

/** A container without what is in it, and where its own structure leaves room to hide something. */
export interface ContainerShell {
  readonly solids: readonly Solid[];
  readonly hides: {
    /** Between cross-members, under the floor. */
    readonly underFloor: readonly Block[];
    /** In the refrigeration unit. */
    readonly unit: readonly Block[];
    /** Foam that something can take the place of. */
    readonly roofFoam: Block | null;
  };
}

/** In centimetres, and less than the shell leaves: up to the load line of a reefer, off the front wall and the doors. */
export function cargoSpaceOf(type: ContainerType): CargoSpace {
  const { lengthCm, heightCm, build } = CONTAINER_TYPES[type];
  if (build === 'reefer') {
    return {
      x: [UNIT_DEPTH_CM + UNIT_BULKHEAD_CM + 2, lengthCm - 16],
      // Air must flow over the goods: a red line marks how high they may reach.
      y: [REEFER_FLOOR_TOP_CM, heightCm - REEFER_ROOF_CM - 9],
      z: [REEFER_WALL_CM + 0.5, CONTAINER_WIDTH_CM - REEFER_WALL_CM - 0.5],
    };
  }
  return {
    x: [10, lengthCm - 12],
    y: [FLOOR_TOP_CM, heightCm - (build === 'open-top' ? 15 : 12)],
    z: [WALL_DEPTH_CM, CONTAINER_WIDTH_CM - WALL_DEPTH_CM],
  };
}

/**
 * A container of its type with castings, posts, rails, walls, roof, cross-members, floor and doors, as worn as it comes.
 * Front wall at x = 0, doors at x = length, near side at z = 0.
 */
export function buildContainer(type: ContainerType, random: Random): ContainerShell {
  const { lengthCm, heightCm, build } = CONTAINER_TYPES[type];
  const isReefer = build === 'reefer';
  const underside = buildUnderside(lengthCm, random.fork('underside'));
  return {
    solids: [
      ...buildCornerCastings(lengthCm, heightCm),
      ...buildRails(lengthCm, heightCm, build === 'open-top' ? 11 : 6),
      ...(isReefer
        ? [
            ...buildPosts([0, 9], heightCm, 0.6),
            ...buildReeferShell(lengthCm, heightCm, random.fork('walls')),
            ...buildRefrigerationUnit(heightCm, random.fork('unit')),
          ]
        : [
            ...buildSideWalls(lengthCm, heightCm, random.fork('walls')),
            ...buildFrontWall(heightCm),
            block('wood', [8, lengthCm - 10], [FLOOR_TOP_CM - 2.8, FLOOR_TOP_CM], [4, CONTAINER_WIDTH_CM - 4], 1.15),
            ...buildLashingRings(lengthCm, heightCm),
          ]),
      ...(build === 'dry' ? buildRoof(lengthCm, heightCm) : []),
      ...(build === 'open-top' ? buildTarpaulin(lengthCm, heightCm, random.fork('roof')) : []),
      ...underside.solids,
      ...buildDoors(lengthCm, heightCm, isReefer, random.fork('doors')),
      ...buildWear(lengthCm, heightCm, random.fork('wear')),
    ],
    hides: {
      underFloor: underside.bays,
      unit: isReefer ? freeRoomInUnit(heightCm) : [],
      roofFoam: isReefer ? reeferRoofFoam(lengthCm, heightCm) : null,
    },
  };
}
