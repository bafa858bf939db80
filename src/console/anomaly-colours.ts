/**
 * The middle of matplotlib's `plasma`: even steps of score look like even steps of colour, also to colour-blind eyes.
 * Its ends are left out, because near-black vanishes in cargo and bright yellow vanishes in air.
 */
const STOPS = [
  [126, 3, 168],
  [170, 35, 149],
  [204, 71, 120],
  [230, 108, 92],
  [248, 149, 64],
  [253, 180, 47],
] as const;

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * The colour of a score, alpha 0…255. Scores under half the threshold are transparent, at the threshold the colour is
 * opaque: what one sees is what the operating point weighs.
 */
export function anomalyColour(score: number, threshold: number): Rgba {
  const position = Math.min(1, Math.max(0, score)) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(position));
  const from = STOPS[index] ?? STOPS[0];
  const to = STOPS[index + 1] ?? from;
  const share = position - index;
  const mix = (a: number, b: number) => Math.round(a + (b - a) * share);
  const start = threshold / 2;
  const rise = Math.min(1, Math.max(0, (score - start) / Math.max(1e-6, threshold - start)));
  const alpha = Math.round(255 * rise * rise * (3 - 2 * rise));
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2]), alpha];
}

/** RGBA for each of the 256 scores of a map, 4 bytes a score. */
export function anomalyTable(threshold: number): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) table.set(anomalyColour(level / 255, threshold), level * 4);
  return table;
}
