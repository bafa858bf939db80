/** The levels that pixel scores are counted at: those of 16 bits, so that a set's maps need not be kept. */
export const PIXEL_LEVELS = 65_536;

/** The nearest of the 65,536 levels for each score of a map, 0…1; what is outside goes to the nearer end, NaN to 0. */
export function quantiseMap(scores: Float32Array): Uint16Array {
  const levels = new Uint16Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    levels[i] = Math.round(Math.min(1, Math.max(0, scores[i] || 0)) * (PIXEL_LEVELS - 1));
  }
  return levels;
}
