import { columnAt, type FanBeam, middleOf, pathLengths, rowsThrough } from './fan-beam.ts';
import type { MaterialName } from './materials.ts';
import { isUniformAlongLane, type Solid, sectionAt, spanAlongLane } from './solid.ts';

/**
 * Mass per area along each ray in g/cm², by material. Columns lie one after another (`column · rows + row`), because a
 * fan beam fills a picture column by column.
 */
export type ArealDensity = ReadonlyMap<MaterialName, Float32Array>;

/**
 * The ray sums of all solids, added to those of `before`, which stay as they are. A solid that covers part of a column
 * counts with that part.
 */
export function projectSolids(solids: readonly Solid[], fan: FanBeam, before: ArealDensity = new Map()): ArealDensity {
  const densities = new Map(before);
  const lengths = new Float64Array(fan.rows);
  const risesCm = Float64Array.from({ length: fan.columns }, (_, column) => fan.riseCm(middleOf(fan, column)));
  for (const solid of solids) {
    let sums = densities.get(solid.material);
    if (sums === undefined || sums === before.get(solid.material)) {
      sums = sums?.slice() ?? new Float32Array(fan.columns * fan.rows);
      densities.set(solid.material, sums);
    }
    addSolid(solid, fan, risesCm, lengths, sums);
  }
  return densities;
}

function addSolid(solid: Solid, fan: FanBeam, risesCm: Float64Array, lengths: Float64Array, sums: Float32Array): void {
  const [left, right] = spanAlongLane(solid.shape);
  const firstColumn = Math.max(0, columnAt(fan, left));
  const uniform = isUniformAlongLane(solid.shape);
  let rows: readonly [number, number] = [0, 0];
  let knownSourceHeightCm = Number.NaN;
  for (let column = firstColumn; column < fan.columns; column++) {
    const columnLeft = fan.columnEdgesCm[column] ?? 0;
    const columnRight = fan.columnEdgesCm[column + 1] ?? columnLeft;
    if (columnLeft >= right) break;
    const from = Math.max(left, columnLeft);
    const to = Math.min(right, columnRight);
    if (to <= from) continue;
    // A vehicle that rises is a source that sinks.
    const sourceHeightCm = fan.sourceHeightCm - (risesCm[column] ?? 0);
    if (!uniform || sourceHeightCm !== knownSourceHeightCm) {
      const section = sectionAt(solid.shape, (from + to) / 2);
      if (section === null) continue;
      rows = rowsThrough(fan, section, sourceHeightCm);
      pathLengths(fan, section, sourceHeightCm, rows, lengths);
      knownSourceHeightCm = sourceHeightCm;
    }
    const weight = (solid.densityGPerCm3 * (to - from)) / (columnRight - columnLeft);
    const offset = column * fan.rows;
    for (let row = rows[0]; row < rows[1]; row++) {
      sums[offset + row] = (sums[offset + row] ?? 0) + weight * (lengths[row] ?? 0);
    }
  }
}
