import { anomalyColour, anomalyStrength } from '../../domain/screening/anomaly-colour.ts';

/** RGBA for each of the 256 scores of a map, 4 bytes a score: the more opaque, the more strongly it is shown. */
export function anomalyTable(threshold: number): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) {
    const score = level / 255;
    const alpha = Math.round(255 * anomalyStrength(score, threshold));
    table.set([...anomalyColour(score), alpha], level * 4);
  }
  return table;
}
