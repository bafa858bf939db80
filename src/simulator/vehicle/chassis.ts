import { block, hollowBlock } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { buildFittings, buildLandingLegs, buildRearEnd } from './chassis-fittings.ts';
import { buildAxle, drawRunningGear, sheet, VEHICLE_WIDTH_CM } from './running-gear.ts';

/**
 * A semi-trailer whose top is at `deckCm`: mostly a skeleton with a gooseneck, else straight beams, or a platform with
 * a floor; landing legs, two or three axles, twist-lock bolsters, and what hangs underneath.
 */
export function buildChassis(lengthCm: number, deckCm: number, random: Random): readonly Solid[] {
  const isLong = lengthCm > 700;
  const style = random.pick(['gooseneck', 'gooseneck', 'gooseneck', 'straight', 'platform'] as const);
  const gear = drawRunningGear(random);
  const neckEnd = isLong ? random.between(270, 350) : random.between(130, 175);
  const depth = random.between(34, 50);
  const axles = isLong ? random.pick([2, 3, 3, 3] as const) : random.pick([2, 2, 3] as const);
  const spacing = random.chance(0.8) ? random.between(125, 138) : random.between(165, 182);
  const lastAxle = lengthCm - random.between(95, 140);
  const firstAxle = lastAxle - (axles - 1) * spacing;
  const legs = Math.min(neckEnd + random.between(15, 60), firstAxle - 90);
  return [
    ...beams(lengthCm, deckCm, neckEnd, style === 'gooseneck' ? depth : depth * 0.75, style === 'gooseneck'),
    ...bolsters(lengthCm, deckCm),
    ...crossMembers(neckEnd, lengthCm, deckCm, depth, random),
    ...(style === 'platform' ? platform(lengthCm, deckCm) : []),
    ...Array.from({ length: axles }, (_, axle) => buildAxle(firstAxle + axle * spacing, gear, random)).flat(),
    ...buildLandingLegs(legs, deckCm, random),
    ...buildFittings({ x: [legs + 50, firstAxle - 60], underside: deckCm - depth, deckCm }, gear, random),
    ...buildRearEnd(lengthCm, deckCm),
  ];
}

function beams(lengthCm: number, deckCm: number, neckEnd: number, depth: number, hasNeck: boolean): readonly Solid[] {
  const shallow = hasNeck ? 16 : depth * 0.6;
  const bend = neckEnd - (hasNeck ? 60 : 130);
  return [72, 170].flatMap((z) => {
    const flange: Span = [z - 6, z + 8];
    return [
      // The neck is shallow, so that it fits over the tractor; the main beam is deep.
      block('steel', [-25, bend], [deckCm - shallow, deckCm - 2], [z, z + 1]),
      block('steel', [-25, bend], [deckCm - 3.5, deckCm - 2], flange),
      block('steel', [-25, bend], [deckCm - shallow - 1.5, deckCm - shallow], flange),
      sheet(
        'steel',
        [
          [bend, deckCm - 2],
          [neckEnd, deckCm - 2],
          [neckEnd, deckCm - depth],
          [bend, deckCm - shallow],
        ],
        [z, z + 1],
      ),
      sheet(
        'steel',
        [
          [bend, deckCm - shallow],
          [neckEnd, deckCm - depth],
          [neckEnd, deckCm - depth - 1.5],
          [bend, deckCm - shallow - 1.5],
        ],
        flange,
      ),
      block('steel', [bend, lengthCm + 5], [deckCm - 3.5, deckCm - 2], flange),
      block('steel', [neckEnd, lengthCm + 5], [deckCm - depth, deckCm - 2], [z, z + 0.8]),
      block('steel', [neckEnd, lengthCm + 5], [deckCm - depth - 1.5, deckCm - depth], flange),
    ];
  });
}

/** Cross-beams with twist-locks at both ends, and in the middle of a long frame where two short containers meet. */
function bolsters(lengthCm: number, deckCm: number): readonly Solid[] {
  const middle = lengthCm > 700 ? [lengthCm / 2 - 12, lengthCm / 2 + 8] : [];
  return [4, ...middle, lengthCm - 16].flatMap((x) => [
    ...hollowBlock('steel', [x, x + 12], [deckCm - 15, deckCm - 1], [4, VEHICLE_WIDTH_CM - 4], 0.6),
    ...[3, VEHICLE_WIDTH_CM - 13].flatMap((z) => [
      block('steel', [x + 2, x + 11], [deckCm - 4, deckCm + 5], [z, z + 10], 0.8),
      block('steel', [x + 4, x + 8], [deckCm - 26, deckCm - 4], [z + 3, z + 7]),
    ]),
  ]);
}

function crossMembers(
  neckEnd: number,
  lengthCm: number,
  deckCm: number,
  depth: number,
  random: Random,
): readonly Solid[] {
  const solids: Solid[] = [];
  for (let x = neckEnd + 40; x < lengthCm - 30; x += random.between(80, 140)) {
    solids.push(
      block('steel', [x, x + 0.8], [deckCm - depth + 4, deckCm - 6], [12, VEHICLE_WIDTH_CM - 12], 0.5),
      // Gussets where they meet the beams.
      sheet(
        'steel',
        [
          [x - 9, deckCm - 6],
          [x, deckCm - 6],
          [x, deckCm - depth + 8],
        ],
        [60, 72],
        0.15,
      ),
    );
  }
  return solids;
}

/** Planks on side rails: a floor under the container's own. */
function platform(lengthCm: number, deckCm: number): readonly Solid[] {
  return [
    block('wood', [-10, lengthCm + 4], [deckCm - 2.8, deckCm - 0.2], [6, VEHICLE_WIDTH_CM - 6], 0.9),
    ...[2, VEHICLE_WIDTH_CM - 8].map((z) =>
      block('steel', [-12, lengthCm + 5], [deckCm - 16, deckCm - 0.2], [z, z + 6], 0.12),
    ),
  ];
}
