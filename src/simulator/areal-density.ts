import { type FanBeam, pathLengths, rowsThrough } from './fan-beam.ts';
import type { MaterialName } from './materials.ts';
import { isUniformAlongLane, type Solid, sectionAt, spanAlongLane } from './solid.ts';

/**
 * Mass per area along each ray in g/cm², by material. Columns lie one after another (`column · rows + row`), because a
 * fan beam fills a picture column by column.
 */
export type ArealDensity = ReadonlyMap<MaterialName, Float32Array>;

/** The ray sums of all solids. A solid that covers part of a column counts with that part. */
export function projectSolids(solids: readonly Solid[], fan: FanBeam): ArealDensity {
  const densities = new Map<MaterialName, Float32Array>();
  const lengths = new Float64Array(fan.rows);
  for (const solid of solids) {
    let sums = densities.get(solid.material);
    if (sums === undefined) {
      sums = new Float32Array(fan.columns * fan.rows);
      densities.set(solid.material, sums);
    }
    addSolid(solid, fan, lengths, sums);
  }
  return densities;
}

function addSolid(solid: Solid, fan: FanBeam, lengths: Float64Array, sums: Float32Array): void {
  const [left, right] = spanAlongLane(solid.shape);
  const firstColumn = Math.max(0, Math.floor((left - fan.leftCm) / fan.pitchCm));
  const endColumn = Math.min(fan.columns, Math.ceil((right - fan.leftCm) / fan.pitchCm));
  const uniform = isUniformAlongLane(solid.shape);
  let rows: readonly [number, number] = [0, 0];
  let knownSourceHeightCm = Number.NaN;
  for (let column = firstColumn; column < endColumn; column++) {
    const columnLeft = fan.leftCm + column * fan.pitchCm;
    const from = Math.max(left, columnLeft);
    const to = Math.min(right, columnLeft + fan.pitchCm);
    if (to <= from) continue;
    // A vehicle that rises is a source that sinks.
    const sourceHeightCm = fan.sourceHeightCm - fan.riseCm(columnLeft + fan.pitchCm / 2);
    if (!uniform || sourceHeightCm !== knownSourceHeightCm) {
      const section = sectionAt(solid.shape, (from + to) / 2);
      if (section === null) continue;
      rows = rowsThrough(fan, section, sourceHeightCm);
      pathLengths(fan, section, sourceHeightCm, rows, lengths);
      knownSourceHeightCm = sourceHeightCm;
    }
    const weight = (solid.densityGPerCm3 * (to - from)) / fan.pitchCm;
    const offset = column * fan.rows;
    for (let row = rows[0]; row < rows[1]; row++) {
      sums[offset + row] = (sums[offset + row] ?? 0) + weight * (lengths[row] ?? 0);
    }
  }
}
