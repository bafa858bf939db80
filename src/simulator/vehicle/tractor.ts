import { block, solidOf, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';
import { buildCab } from './cab.ts';
import { buildAxle, drawRunningGear } from './running-gear.ts';

export interface Tractor {
  readonly solids: readonly Solid[];
  /** How far it reaches before the container's front. */
  readonly reachCm: number;
}

/** The rear of a tractor, and with luck all of it: frame, fifth wheel, one or two driven axles, tanks, cab. */
export function buildTractor(deckCm: number, withCab: boolean, random: Random): Tractor {
  const gear = drawRunningGear(random);
  const hasBonnet = random.chance(0.2);
  const cabFront = hasBonnet ? -random.between(440, 500) : -random.between(290, 340);
  const front = withCab ? cabFront : -random.between(150, 200);
  const hasTwoDrivenAxles = random.chance(0.5);
  const rear = hasTwoDrivenAxles ? 205 : random.between(130, 165);
  const top = deckCm - 25;
  const solids: Solid[] = [];
  for (const z of [82, 162]) {
    solids.push(
      block('steel', [front, rear], [top - 26, top], [z, z + 0.8]),
      block('steel', [front, rear], [top - 1.5, top], [z - 4, z + 4]),
      block('steel', [front, rear], [top - 26, top - 24.5], [z - 4, z + 4]),
    );
  }
  const tank = random.between(46, 100);
  const isRound = random.chance(0.4);
  const level = random.between(8, 40);
  solids.push(
    block('steel', [55, 145], [deckCm - 21, deckCm - 17.5], [78, 168], 0.6),
    block('steel', [70, 130], [top, deckCm - 21], [88, 158], 0.18),
    ...buildAxle(hasTwoDrivenAxles ? random.between(30, 45) : random.between(70, 95), gear, random),
    ...(hasTwoDrivenAxles ? buildAxle(random.between(166, 178), gear, random) : []),
    // The differential, the drive shaft, batteries and air tanks between the beams.
    ...tube('steel', 'x', { x: 70, y: 52, z: 122 }, 46, 19, 9),
    ...tube('steel', 'x', { x: front / 2, y: 62, z: 122 }, -front * 0.8, 5, 4.3),
    ...(withCab ? [block('lead', [-84 - tank, -52 - tank], [60, 82], [14, 64], 0.3)] : []),
    ...tube('steel', 'z', { x: -16, y: 92, z: 122 }, 60, 12, 11.6),
    ...(isRound
      ? tube('aluminium', 'x', { x: -45 - tank / 2, y: 72, z: 32 }, tank, 30, 29.6)
      : [
          block('aluminium', [-45 - tank, -45], [44, 102], [6, 60]),
          block('aluminium', [-44.6 - tank, -45.4], [44.4, 101.6], [6.4, 59.6], -1),
        ]),
    solidOf('diesel', { kind: 'box', x: [-43 - tank, -47], y: [46, 46 + level], z: [10, 54] }),
    // Air and electric lines curl from the cab to the trailer.
    ...[96, 120, 140].map((z) => block('rubber', [-60, 10], [deckCm + 20, deckCm + 21.4], [z, z + 3])),
  );
  if (withCab) solids.push(...buildCab(front, hasBonnet, gear, random));
  return { solids, reachCm: 4 - front };
}
