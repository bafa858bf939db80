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

/** At the strongest, a third of the view still shows through. */
const MAX_OPACITY = 0.66;

/** The colour of a score, 0…1. */
export function anomalyColour(score: number): Rgb {
  const position = Math.min(1, Math.max(0, score)) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(position));
  const from = STOPS[index] ?? STOPS[0];
  const to = STOPS[index + 1] ?? from;
  const share = position - index;
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * share);
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}

/** How much a score covers the view, 0…1: nothing below half the threshold, the most from the threshold on. */
export function anomalyOpacity(score: number, threshold: number): number {
  const start = threshold / 2;
  const rise = Math.min(1, Math.max(0, (score - start) / Math.max(1e-6, threshold - start)));
  return MAX_OPACITY * rise * rise * (3 - 2 * rise);
}
