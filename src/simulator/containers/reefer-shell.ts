import { block } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Block, Solid, Span } from '../solid.ts';
import { CONTAINER_WIDTH_CM } from './container-types.ts';

/** Polyurethane foam of 45 kg/m³, counted as polyethylene. */
const FOAM = 0.048;
export const REEFER_WALL_CM = 8.5;
export const REEFER_ROOF_CM = 9.5;
/** Top of the T-shaped bars on which goods stand and between which air flows. */
export const REEFER_FLOOR_TOP_CM = 29;
const T_BAR_CM = 6.4;

/** Skins with foam between them on both sides, above and below, and the T-bar floor. */
export function buildReeferShell(lengthCm: number, heightCm: number, random: Random): readonly Solid[] {
  const along: Span = [10, lengthCm - 12];
  const across: Span = [REEFER_WALL_CM, CONTAINER_WIDTH_CM - REEFER_WALL_CM];
  const roof = reeferRoofFoam(lengthCm, heightCm);
  return [
    ...buildWall([1, REEFER_WALL_CM], lengthCm, heightCm, random),
    ...buildWall([CONTAINER_WIDTH_CM - REEFER_WALL_CM, CONTAINER_WIDTH_CM - 1], lengthCm, heightCm, random),
    block('aluminium', along, [roof.y[1], roof.y[1] + 0.1], across),
    block('polyethylene', along, roof.y, across, FOAM),
    block('steel', along, [roof.y[0] - 0.07, roof.y[0]], across),
    block('steel', along, [15.6, 15.75], across),
    block('polyethylene', along, [15.75, REEFER_FLOOR_TOP_CM - T_BAR_CM], across, FOAM),
    block('aluminium', along, [REEFER_FLOOR_TOP_CM - T_BAR_CM, REEFER_FLOOR_TOP_CM - T_BAR_CM + 0.3], across),
    // Webs of the bars, then the bars' heads with slots between them.
    block('aluminium', along, [REEFER_FLOOR_TOP_CM - T_BAR_CM + 0.3, REEFER_FLOOR_TOP_CM - 0.4], across, 0.06),
    block('aluminium', along, [REEFER_FLOOR_TOP_CM - 0.4, REEFER_FLOOR_TOP_CM], across, 0.5),
  ];
}

/** The room in the roof that is filled with foam. */
export function reeferRoofFoam(lengthCm: number, heightCm: number): Block {
  return {
    x: [60, lengthCm - 30],
    y: [heightCm - REEFER_ROOF_CM, heightCm - 2.6],
    z: [REEFER_WALL_CM + 6, CONTAINER_WIDTH_CM - REEFER_WALL_CM - 6],
  };
}

function buildWall(z: Span, lengthCm: number, heightCm: number, random: Random): readonly Solid[] {
  const y: Span = [16, heightCm - 7];
  const x: Span = [14, lengthCm - 14];
  const solids = [
    block('aluminium', x, y, [z[0], z[0] + 0.12]),
    block('polyethylene', x, y, z, FOAM),
    block('steel', x, y, [z[1] - 0.07, z[1]]),
  ];
  // Studs between the skins: two flanges show as a pair of thin lines.
  const spacing = random.between(96, 124);
  for (let stud = 30 + random.between(0, spacing); stud < lengthCm - 40; stud += spacing) {
    const width = random.pick([4.5, 5.5, 7]);
    solids.push(
      block('steel', [stud, stud + width], y, [z[0] + 0.2, z[0] + 0.28]),
      block('steel', [stud, stud + 0.6], y, [z[0] + 0.3, z[0] + 0.55]),
      block('steel', [stud + width - 0.6, stud + width], y, [z[0] + 0.3, z[0] + 0.55]),
    );
  }
  // The kick plate behind the goods.
  solids.push(block('aluminium', x, [16, 16 + random.between(18, 30)], [z[1] - 0.25, z[1] - 0.07]));
  return solids;
}
