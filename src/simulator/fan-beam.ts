import { atan, cos, sin } from './elementary.ts';
import type { Section } from './solid.ts';

interface FanBeamSettings {
  readonly columns: number;
  readonly rows: number;
  /** Distance between two columns, and between two rows in the plane of the container's middle. */
  readonly pitchCm: number;
  readonly sourceHeightCm: number;
  readonly sourceToCentreCm: number;
  /** Elements face the source (equal steps of angle, the default), or stand upright (equal steps of height). */
  readonly array?: 'arc' | 'straight';
  /** Elevation of the upper edge of row 0, in radians. */
  readonly topAngle: number;
  /** Where the left edge of column 0 lies on the lane. */
  readonly leftCm: number;
  /** How much the vehicle has risen on its springs when x passes the beam. */
  readonly riseCm: (xCm: number) => number;
}

/**
 * A vertical fan from a point source beside the lane onto an array: rows are equal steps of the fan's angle (or of height,
 * on an upright array), columns steps of the container's way, equal unless its speed varies. Near things look taller than
 * far ones.
 */
export interface FanBeam extends FanBeamSettings {
  /** Where columns begin and the last one ends on the lane, one more than there are columns, rising. */
  readonly columnEdgesCm: Float64Array;
  /** Per row, from the top: tangent, and path length per centimetre of z and of y. */
  readonly tangents: Float64Array;
  readonly lengthPerZ: Float64Array;
  readonly lengthPerY: Float64Array;
}

export function createFanBeam(settings: FanBeamSettings): FanBeam {
  const tangents = new Float64Array(settings.rows);
  const lengthPerZ = new Float64Array(settings.rows);
  const lengthPerY = new Float64Array(settings.rows);
  const step = settings.pitchCm / settings.sourceToCentreCm;
  const topTangent = sin(settings.topAngle) / cos(settings.topAngle);
  for (let row = 0; row < settings.rows; row++) {
    const angle =
      settings.array === 'straight' ? atan(topTangent - (row + 0.5) * step) : settings.topAngle - (row + 0.5) * step;
    const s = sin(angle);
    const c = cos(angle);
    tangents[row] = s / c;
    lengthPerZ[row] = 1 / c;
    // A ray exactly along the ground never leaves a slab through its top: a huge finite number keeps 0 · ∞ out.
    lengthPerY[row] = s === 0 ? 1e15 : 1 / s;
  }
  const columnEdgesCm = Float64Array.from(
    { length: settings.columns + 1 },
    (_, column) => settings.leftCm + column * settings.pitchCm,
  );
  return { ...settings, columnEdgesCm, tangents, lengthPerZ, lengthPerY };
}

/** How many rows reach from one elevation down to another, in radians. */
export function countRows(
  { array, pitchCm, sourceToCentreCm }: Pick<FanBeamSettings, 'array' | 'pitchCm' | 'sourceToCentreCm'>,
  topAngle: number,
  bottomAngle: number,
): number {
  const height =
    array === 'straight' ? sin(topAngle) / cos(topAngle) - sin(bottomAngle) / cos(bottomAngle) : topAngle - bottomAngle;
  return Math.round((height * sourceToCentreCm) / pitchCm);
}

/** The same fan with other columns, by their edges on the lane: at least two, rising. */
export function unevenColumns(fan: FanBeam, edgesCm: readonly number[]): FanBeam {
  return {
    ...fan,
    columns: edgesCm.length - 1,
    leftCm: edgesCm[0] ?? fan.leftCm,
    columnEdgesCm: Float64Array.from(edgesCm),
  };
}

/** Some columns of a fan, first included, end not. What hangs on the lane, as grain does, is where it was: `leftCm` stays. */
export function someColumns(fan: FanBeam, first: number, end: number): FanBeam {
  return { ...fan, columns: end - first, columnEdgesCm: fan.columnEdgesCm.subarray(first, end + 1) };
}

/** The column whose left edge is the last at or left of x; −1 left of all, `columns` at or right of the last edge. */
export function columnAt({ columnEdgesCm }: FanBeam, xCm: number): number {
  let low = 0;
  let high = columnEdgesCm.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((columnEdgesCm[middle] ?? 0) <= xCm) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where a column's middle lies on the lane. */
export function middleOf({ columnEdgesCm }: FanBeam, column: number): number {
  return ((columnEdgesCm[column] ?? 0) + (columnEdgesCm[column + 1] ?? 0)) / 2;
}

/** Which edge between columns lies nearest to x: 0 is the left of the first column, `columns` the right of the last. */
export function nearestEdge(fan: FanBeam, xCm: number): number {
  const column = columnAt(fan, xCm);
  if (column < 0) return 0;
  if (column >= fan.columns) return fan.columns;
  const left = fan.columnEdgesCm[column] ?? 0;
  const right = fan.columnEdgesCm[column + 1] ?? left;
  return xCm - left < right - xCm ? column : column + 1;
}

/** The first row at or below the line of sight with this tangent; `rows` when all lie above it. */
export function rowBelow(fan: FanBeam, tangent: number): number {
  let low = 0;
  let high = fan.rows;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fan.tangents[middle] ?? 0) <= tangent) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The rows whose rays can meet a section, first included, last not. */
export function rowsThrough(fan: FanBeam, section: Section, sourceHeightCm: number): readonly [number, number] {
  const [y0, y1] =
    section.kind === 'rectangle' ? section.y : [section.y - section.radiusY, section.y + section.radiusY];
  const [z0, z1] =
    section.kind === 'rectangle' ? section.z : [section.z - section.radiusZ, section.z + section.radiusZ];
  const top = y1 - sourceHeightCm;
  const bottom = y0 - sourceHeightCm;
  return [
    rowBelow(fan, Math.max(top / z0, top / z1)),
    Math.min(fan.rows, rowBelow(fan, Math.min(bottom / z0, bottom / z1)) + 1),
  ];
}

/** Length in centimetres of each row's ray inside a section, into `lengths[firstRow…endRow)`. */
export function pathLengths(
  fan: FanBeam,
  section: Section,
  sourceHeightCm: number,
  [firstRow, endRow]: readonly [number, number],
  lengths: Float64Array,
): void {
  if (section.kind === 'rectangle') {
    const bottom = section.y[0] - sourceHeightCm;
    const top = section.y[1] - sourceHeightCm;
    for (let row = firstRow; row < endRow; row++) {
      const perZ = fan.lengthPerZ[row] ?? 1;
      const perY = fan.lengthPerY[row] ?? 1;
      const atBottom = bottom * perY;
      const atTop = top * perY;
      const enter = Math.max(section.z[0] * perZ, Math.min(atBottom, atTop));
      const leave = Math.min(section.z[1] * perZ, Math.max(atBottom, atTop));
      lengths[row] = leave > enter ? leave - enter : 0;
    }
    return;
  }
  // The ray (t / perZ, t / perY) against the ellipse, as a quadratic in t.
  const { within } = section;
  const centreY = section.y - sourceHeightCm;
  for (let row = firstRow; row < endRow; row++) {
    const perY = fan.lengthPerY[row] ?? 1;
    const dz = 1 / (fan.lengthPerZ[row] ?? 1) / section.radiusZ;
    const dy = 1 / perY / section.radiusY;
    const oz = section.z / section.radiusZ;
    const oy = centreY / section.radiusY;
    const a = dz * dz + dy * dy;
    const b = dz * oz + dy * oy;
    const discriminant = b * b - a * (oz * oz + oy * oy - 1);
    if (discriminant <= 0) {
      lengths[row] = 0;
      continue;
    }
    const root = Math.sqrt(discriminant);
    let enter = (b - root) / a;
    let leave = (b + root) / a;
    if (within !== null) {
      const perZ = fan.lengthPerZ[row] ?? 1;
      const atBottom = (within.y[0] - sourceHeightCm) * perY;
      const atTop = (within.y[1] - sourceHeightCm) * perY;
      enter = Math.max(enter, within.z[0] * perZ, Math.min(atBottom, atTop));
      leave = Math.min(leave, within.z[1] * perZ, Math.max(atBottom, atTop));
    }
    lengths[row] = leave > enter ? leave - enter : 0;
  }
}
