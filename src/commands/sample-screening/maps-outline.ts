import type { Plane } from '../../domain/scan/plane.ts';
import type { ViewFindings } from '../../inference/detector.ts';

/** Blocks along each side of a map. */
const BLOCKS = 16;

/**
 * The anomaly maps of a scan in few numbers: of each block of each view its mean and its highest score. Two maps that show the same are alike
 * in them to less than a step of what is shown, though GPUs add up in another order each time; a digest would not be. Null where
 * maps were not asked for.
 */
export function mapsOutline(findings: readonly ViewFindings[]): readonly number[] | null {
  const outline: number[] = [];
  for (const { anomalyMap } of findings) {
    if (anomalyMap === null) return null;
    outline.push(...blocksOf(anomalyMap));
  }
  return outline;
}

function blocksOf({ samples, widthPx, heightPx, bitDepth }: Plane): readonly number[] {
  const fullScale = 2 ** bitDepth - 1;
  const sums = new Float64Array(BLOCKS * BLOCKS);
  const counts = new Uint32Array(BLOCKS * BLOCKS);
  const highest = new Uint16Array(BLOCKS * BLOCKS);
  for (let y = 0; y < heightPx; y++) {
    const row = BLOCKS * Math.floor((BLOCKS * y) / heightPx);
    for (let x = 0; x < widthPx; x++) {
      const block = row + Math.floor((BLOCKS * x) / widthPx);
      const sample = samples[y * widthPx + x] ?? 0;
      sums[block] = (sums[block] ?? 0) + sample;
      counts[block] = (counts[block] ?? 0) + 1;
      if (sample > (highest[block] ?? 0)) highest[block] = sample;
    }
  }
  return Array.from(sums, (sum, block) => [
    sum / Math.max(1, counts[block] ?? 0) / fullScale,
    (highest[block] ?? 0) / fullScale,
  ]).flat();
}
