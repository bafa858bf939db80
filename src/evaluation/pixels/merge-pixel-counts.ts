import type { PixelCounts } from './pixel-counts.ts';

/** Adds what was counted apart, in another thread: the same as if its views had been counted in here, in their order. */
export function mergePixelCounts(into: PixelCounts, part: PixelCounts): void {
  addTo(into.benignPixels, part.benignPixels);
  addTo(into.benignShares, part.benignShares);
  into.benignViewPx.push(...part.benignViewPx);
  into.threatViews.push(...part.threatViews);
}

function addTo(into: Float64Array, part: Float64Array): void {
  for (let level = 0; level < into.length; level++) into[level] = (into[level] ?? 0) + (part[level] ?? 0);
}
