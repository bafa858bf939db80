import { block, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { buildAxle, type RunningGear, sheet, VEHICLE_WIDTH_CM } from './running-gear.ts';

const ACROSS: Span = [4, VEHICLE_WIDTH_CM - 4];

/** A cab over its engine, or behind a bonnet: sheet and glass, seats, wheel, bunk, engine, gearbox, radiator. */
export function buildCab(front: number, hasBonnet: boolean, gear: RunningGear, random: Random): readonly Solid[] {
  const face = hasBonnet ? front + random.between(120, 150) : front;
  const back = face + random.between(160, 228);
  const roofCm = random.between(265, 365);
  const isSlanted = random.between(8, 34);
  return [
    ...shell(face, back, roofCm, isSlanted, hasBonnet),
    ...interior(face, back, roofCm, random),
    ...(hasBonnet ? bonnet(front, face) : []),
    ...engine(hasBonnet ? front + 30 : front + 25, random),
    ...buildAxle(
      front + (hasBonnet ? random.between(70, 90) : random.between(120, 140)),
      { ...gear, isTwin: false },
      random,
    ),
    // Bumper, steps, mirrors, exhaust or air intake behind the cab.
    block('steel', [front - 4, front + 4], [36, 66], ACROSS, 0.06),
    block('aluminium', [face + 18, face + 60], [48, 51], [2, 30]),
    block('polyethylene', [face + 8, face + 20], [190, 245], [0, 12], 0.5),
    ...(random.chance(0.5) ? tube('steel', 'y', { x: back + 14, y: roofCm * 0.62, z: 30 }, roofCm * 0.5, 9, 8.7) : []),
    ...(random.chance(0.5) ? [block('polyethylene', [face + 60, back], [roofCm, roofCm + 34], ACROSS, 0.006)] : []),
  ];
}

function shell(face: number, back: number, roofCm: number, slant: number, hasBonnet: boolean): readonly Solid[] {
  const low = hasBonnet ? 100 : 70;
  const waist = hasBonnet ? 170 : 165;
  const doors: readonly Span[] = [
    [2, 2.25],
    [VEHICLE_WIDTH_CM - 2.25, VEHICLE_WIDTH_CM - 2],
  ];
  return [
    ...doors.flatMap((z) => [
      sheet(
        'steel',
        [
          [face, low],
          [back, low],
          [back, waist],
          [face, waist],
        ],
        z,
        0.8,
      ),
      sheet(
        'steel',
        [
          [face, waist],
          [back, waist],
          [back, roofCm],
          [face + slant * 1.7, roofCm],
          [face + slant, roofCm - 40],
        ],
        z,
        0.6,
      ),
      // The window takes sheet away and gives glass.
      sheet(
        'glass',
        [
          [face + 28, waist],
          [face + 100, waist],
          [face + 100, waist + 62],
          [face + 28 + slant, waist + 62],
        ],
        z,
        2,
      ),
      block('steel', [face + 106, face + 108], [low, roofCm - 20], z, 3),
    ]),
    // Seen edge-on: wind screen, front, back wall, roof, floor.
    sheet(
      'glass',
      [
        [face, waist],
        [face + 1.5, waist],
        [face + slant + 1.5, roofCm - 40],
        [face + slant, roofCm - 40],
      ],
      ACROSS,
      0.5,
    ),
    block('steel', [face, face + 4], [low, waist], ACROSS, 0.05),
    block('steel', [back - 3, back], [low, roofCm], ACROSS, 0.025),
    block('steel', [face + slant * 1.7, back], [roofCm - 3, roofCm], ACROSS, 0.03),
    block('steel', [face + 12, back], [118, 121], [8, VEHICLE_WIDTH_CM - 8], 0.08),
  ];
}

function interior(face: number, back: number, roofCm: number, random: Random): readonly Solid[] {
  const solids: Solid[] = [
    block('polyethylene', [face + 8, face + 38], [140, 172], [10, VEHICLE_WIDTH_CM - 10], 0.09),
    block('copper', [face + 12, face + 26], [146, 154], [60, 150], 0.02),
    ...tube('steel', 'z', { x: face + 62, y: 178, z: 60 }, 3, 22, 20),
  ];
  for (const z of [30, 165]) {
    const seat = face + random.between(82, 95);
    solids.push(
      block('polyethylene', [seat, seat + 50], [140, 158], [z, z + 48], 0.12),
      sheet(
        'polyethylene',
        [
          [seat + 40, 152],
          [seat + 54, 150],
          [seat + 68, 226],
          [seat + 56, 228],
        ],
        [z, z + 48],
        0.1,
      ),
      block('steel', [seat + 4, seat + 44], [124, 140], [z + 4, z + 44], 0.05),
    );
  }
  if (back - face > 195) {
    solids.push(block('polyethylene', [back - 70, back - 6], [150, 165], [12, VEHICLE_WIDTH_CM - 12], 0.05));
    solids.push(block('wood', [back - 45, back - 6], [roofCm - 45, roofCm - 42], [12, VEHICLE_WIDTH_CM - 12], 0.6));
  }
  // What a driver has with him.
  for (let bag = random.integer(0, 3); bag > 0; bag--) {
    const x = random.between(face + 90, back - 40);
    const y = random.pick([122, 166] as const);
    solids.push(
      block(
        'cardboard',
        [x, x + random.between(15, 34)],
        [y, y + random.between(10, 28)],
        [80, 120],
        random.between(0.1, 0.6),
      ),
    );
  }
  return solids;
}

function bonnet(front: number, face: number): readonly Solid[] {
  return [4, VEHICLE_WIDTH_CM - 4.3].map((z) =>
    sheet(
      'steel',
      [
        [front, 70],
        [face, 70],
        [face, 168],
        [front + 14, 150],
        [front, 128],
      ],
      [z, z + 0.3],
    ),
  );
}

function engine(x: number, random: Random): readonly Solid[] {
  const length = random.between(95, 130);
  const low = random.between(58, 68);
  const solids: Solid[] = [
    // Block, head, sump: castings with hollows, darker where the cylinders stand.
    block('steel', [x, x + length], [low, low + 34], [88, 158], 0.3),
    block('steel', [x + 4, x + length - 4], [low + 34, low + 54], [96, 150], 0.26),
    block('aluminium', [x + 8, x + length - 10], [low - 14, low], [92, 154], 0.25),
    block('aluminium', [x + length, x + length + random.between(60, 90)], [low + 6, low + 42], [98, 146], 0.45),
    block('aluminium', [x - 17, x - 10], [low + 4, low + 84], [60, 185], 0.3),
    ...tube('polyethylene', 'x', { x: x - 6, y: low + 40, z: 122 }, 5, 34, 8),
    ...tube('steel', 'z', { x: x + length * 0.4, y: low + 44, z: 160 }, 24, 12, 5),
    block('copper', [x + 10, x + 28], [low + 26, low + 42], [160, 178], 0.3),
  ];
  for (let cylinder = 0; cylinder < 6; cylinder++) {
    const at = x + length * (0.1 + cylinder * 0.16);
    solids.push(...tube('steel', 'y', { x: at, y: low + 26, z: 122 }, 22, 7.5, 6.2));
  }
  return solids;
}
