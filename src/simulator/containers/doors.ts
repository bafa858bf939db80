import { block, hollowBlock, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { CONTAINER_WIDTH_CM } from './container-types.ts';
import { buildPosts, SIDES } from './frame.ts';

const ACROSS: Span = [10, CONTAINER_WIDTH_CM - 10];

/** Rear frame and two leaves: steel sheet, or foam between skins in a reefer; four locking bars, cams, keepers, hinges. */
export function buildDoors(lengthCm: number, heightCm: number, isInsulated: boolean, random: Random): readonly Solid[] {
  const y: Span = [15, heightCm - 12];
  return [
    ...buildPosts([lengthCm - 13, lengthCm - 1], heightCm, 0.9),
    ...(isInsulated ? insulatedLeaves(lengthCm, y) : steelLeaves(lengthCm, y)),
    ...hollowBlock('steel', [lengthCm - 12, lengthCm - 2], [heightCm - 11, heightCm - 2], ACROSS, 0.4),
    ...hollowBlock('steel', [lengthCm - 12, lengthCm - 2], [2, 15], ACROSS, 0.5),
    ...lockingGear(lengthCm - 1.8, heightCm, random),
    ...hinges(lengthCm, heightCm),
  ];
}

function steelLeaves(lengthCm: number, y: Span): readonly Solid[] {
  return [
    block('steel', [lengthCm - 7.6, lengthCm - 3.6], y, ACROSS, 0.065),
    block('rubber', [lengthCm - 6, lengthCm - 4], y, [10, 16]),
  ];
}

function insulatedLeaves(lengthCm: number, y: Span): readonly Solid[] {
  return [
    block('steel', [lengthCm - 10.2, lengthCm - 10], y, ACROSS, 0.5),
    block('polyethylene', [lengthCm - 10, lengthCm - 3.2], y, ACROSS, 0.05),
    block('aluminium', [lengthCm - 3.2, lengthCm - 3], y, ACROSS, 0.8),
    block('rubber', [lengthCm - 10, lengthCm - 5], y, [10, 15], 0.5),
    block('rubber', [lengthCm - 10, lengthCm - 5], y, [CONTAINER_WIDTH_CM - 15, CONTAINER_WIDTH_CM - 10], 0.5),
  ];
}

function lockingGear(outside: number, heightCm: number, random: Random): readonly Solid[] {
  return [35, 95, 150, 210].flatMap((depth, index) => {
    const shift = random.between(-4, 4);
    // Handles and their brackets sit a little higher on every other rod.
    const handle = 96 + 9 * (index % 2);
    const keeper = (y: Span) => block('steel', [outside - 3, outside + 3], y, [depth - 5, depth + 5], 0.6);
    return [
      ...tube('steel', 'y', { x: outside, y: heightCm / 2, z: depth + shift }, heightCm - 16, 1.7, 1.3),
      keeper([8, 18]),
      keeper([heightCm - 17, heightCm - 8]),
      // Guides hold the rod to its leaf.
      ...[0.32, 0.66].map((share) =>
        block(
          'steel',
          [outside - 2.4, outside + 2],
          [share * heightCm, share * heightCm + 5],
          [depth - 4, depth + 4],
          0.35,
        ),
      ),
      block('steel', [outside - 4, outside + 1.8], [handle, handle + 7], [depth - 20, depth + 20], 0.3),
    ];
  });
}

function hinges(lengthCm: number, heightCm: number): readonly Solid[] {
  return [0, 1, 2, 3].flatMap((hinge) => {
    const y = 30 + (hinge * (heightCm - 70)) / 3;
    return SIDES.map((side) => block('steel', [lengthCm - 9, lengthCm], [y, y + 11], [side[0] + 3, side[0] + 11]));
  });
}
