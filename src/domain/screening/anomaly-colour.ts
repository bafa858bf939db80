export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * The middle of matplotlib's `plasma` (van der Walt and Smith, 2015): even steps of score look like even steps of
 * colour, also to colour-blind eyes. Its ends are left out: near-black vanishes in cargo, bright yellow in air.
 */
const STOPS = [
  [126, 3, 168],
  [170, 35, 149],
  [204, 71, 120],
  [230, 108, 92],
  [248, 149, 64],
  [253, 180, 47],
] as const satisfies readonly Rgb[];

/** The colour of a score of an anomaly map, 0…1, wherever one is shown: in the console, in overlays, in reports. */
export function anomalyColour(score: number): Rgb {
  const position = Math.min(1, Math.max(0, score)) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(position));
  const from = STOPS[index] ?? STOPS[0];
  const to = STOPS[index + 1] ?? from;
  const share = position - index;
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * share);
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}

/**
 * How strongly a score is shown, 0…1: not at all below half the threshold, fully from the threshold on. What one sees is
 * what the operating point weighs.
 */
export function anomalyStrength(score: number, threshold: number): number {
  const start = threshold / 2;
  const rise = Math.min(1, Math.max(0, (score - start) / Math.max(1e-6, threshold - start)));
  return rise * rise * (3 - 2 * rise);
}
