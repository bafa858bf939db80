import { block, solidOf, tube } from '../build-solid.ts';
import type { MaterialName } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';

export const VEHICLE_WIDTH_CM = 243.8;

/** What all axles of one vehicle have in common. */
export interface RunningGear {
  readonly radiusCm: number;
  readonly isTwin: boolean;
  readonly rim: 'steel' | 'aluminium';
  readonly brakes: 'drum' | 'disc';
  readonly springs: 'air' | 'leaf';
  readonly mudguards: 'full' | 'half' | 'none';
}

export function drawRunningGear(random: Random): RunningGear {
  return {
    radiusCm: random.between(46, 53),
    isTwin: random.chance(0.6),
    rim: random.chance(0.7) ? 'steel' : 'aluminium',
    brakes: random.chance(0.55) ? 'drum' : 'disc',
    springs: random.chance(0.65) ? 'air' : 'leaf',
    mudguards: random.pick(['full', 'full', 'half', 'none'] as const),
  };
}

export function buildAxle(x: number, gear: RunningGear, random: Random): readonly Solid[] {
  const { radiusCm, isTwin } = gear;
  const y = radiusCm;
  const near: readonly Span[] = isTwin
    ? [
        [2, 30],
        [33, 61],
      ]
    : [[3, 41]];
  const far = near.map(([from, to]): Span => [VEHICLE_WIDTH_CM - to, VEHICLE_WIDTH_CM - from]);
  const hubs = [isTwin ? 50 : 34, VEHICLE_WIDTH_CM - (isTwin ? 50 : 34)];
  return [
    ...[...near, ...far].flatMap((z) => buildWheel(x, y, z, gear)),
    ...tube('steel', 'z', { x, y, z: VEHICLE_WIDTH_CM / 2 }, VEHICLE_WIDTH_CM - 60, 6.5, 5),
    ...hubs.flatMap((z) =>
      gear.brakes === 'drum'
        ? tube('steel', 'z', { x, y, z }, 20, 20, 17.5)
        : [
            ...tube('steel', 'z', { x, y, z }, 4, 21, 10),
            block('steel', [x - 24, x - 12], [y - 8, y + 10], [z - 6, z + 6], 0.6),
          ],
    ),
    // Brake chambers, and the beam that carries the springs' ends.
    ...[70, VEHICLE_WIDTH_CM - 70].flatMap((z) => [
      ...tube('steel', 'x', { x: x - 26, y: y + 4, z }, 22, 9, 8.6),
      ...tube('steel', 'x', { x: x - 26, y: y + 4, z }, 26, 1.4, 0),
    ]),
    block('steel', [x - 60, x - 50], [72, 72 + random.between(18, 26)], [60, VEHICLE_WIDTH_CM - 60], 0.03),
    ...springs(x, gear.springs),
    ...mudguard(x, gear),
  ];
}

export function buildWheel(x: number, y: number, z: Span, { radiusCm, rim }: RunningGear): readonly Solid[] {
  const middle = (z[0] + z[1]) / 2;
  const width = z[1] - z[0];
  const at = (depth: number) => ({ x, y, z: depth });
  const bead = radiusCm * 0.58;
  return [
    // Tread with steel belts, two side walls, rim, disc, hub.
    ...tube('rubber', 'z', at(middle), width, radiusCm, radiusCm - 2.5),
    ...tube('steel', 'z', at(middle), width - 6, radiusCm - 2, radiusCm - 2.2),
    ...tube('rubber', 'z', at(z[0] + 0.8), 1.6, radiusCm - 2, bead),
    ...tube('rubber', 'z', at(z[1] - 0.8), 1.6, radiusCm - 2, bead),
    ...tube(rim, 'z', at(middle), width - 4, bead, bead - (rim === 'steel' ? 0.7 : 1.1)),
    ...tube(rim, 'z', at(middle), rim === 'steel' ? 1 : 2, bead - 0.7, 9),
    ...tube('steel', 'z', at(middle), 14, 12, 6),
  ];
}

function springs(x: number, kind: RunningGear['springs']): readonly Solid[] {
  return [68, VEHICLE_WIDTH_CM - 68].flatMap((z) => {
    const depth: Span = [z - 4, z + 4];
    if (kind === 'air') {
      return [
        ...tube('rubber', 'y', { x: x + 38, y: 66, z }, 26, 13, 11.5),
        sheet(
          'steel',
          [
            [x - 55, 72],
            [x - 55, 80],
            [x + 45, 54],
            [x + 45, 46],
          ],
          depth,
          0.5,
        ),
      ];
    }
    // A pack of leaves: a shallow bow from hanger to hanger.
    return [
      sheet(
        'steel',
        [
          [x - 48, 72],
          [x - 48, 75],
          [x, 64],
          [x, 58],
        ],
        depth,
      ),
      sheet(
        'steel',
        [
          [x, 58],
          [x, 64],
          [x + 48, 75],
          [x + 48, 72],
        ],
        depth,
      ),
      block('steel', [x - 51, x - 45], [70, 88], depth, 0.5),
      block('steel', [x + 45, x + 51], [70, 88], depth, 0.5),
    ];
  });
}

function mudguard(x: number, { radiusCm, mudguards }: RunningGear): readonly Solid[] {
  if (mudguards === 'none') return [];
  const top = 2 * radiusCm + 8;
  const segments = [
    [-62, 62, -46, top - 16],
    [-46, top - 16, -18, top],
    [-18, top, 18, top],
    [18, top, 46, top - 16],
    [46, top - 16, 62, 62],
  ] as const;
  const shown = mudguards === 'full' ? segments : segments.slice(1, 4);
  return [2, VEHICLE_WIDTH_CM - 64].flatMap((z) =>
    shown.map(([x0, y0, x1, y1]) =>
      sheet(
        'polyethylene',
        [
          [x + x0, y0],
          [x + x0, y0 + 0.7],
          [x + x1, y1 + 0.7],
          [x + x1, y1],
        ],
        [z, z + 62],
      ),
    ),
  );
}

/** A plate or a bent part: a convex outline drawn out along the beam. */
export function sheet(
  material: MaterialName,
  outline: readonly (readonly [number, number])[],
  z: Span,
  packing = 1,
): Solid {
  return solidOf(material, { kind: 'prism', outline, z }, packing);
}
