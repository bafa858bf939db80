import type { RecordedServer } from '../../model/manifest.ts';

/** Maps are rounded to whole cells, and layers without padding take some off at the edges. */
const MOST_CELLS_OFF = 2;
const MOST_SHARE_OFF = 0.2;

/**
 * Whether an answer has a shape that the one to the trial lets expect, where metadata leave sizes free: each dimension as it
 * was then, as of a graph that resizes by itself, or grown as one of the input was. A map of other proportions would be
 * stretched over the scan, and places be drawn where nothing was found.
 */
export function fitsTrial(
  { input, output }: NonNullable<RecordedServer['trial']>,
  asked: readonly number[],
  answered: readonly number[],
): boolean {
  const growths = input.map((size, axis) => (asked[axis] ?? size) / size).filter((growth) => growth !== 1);
  return (
    answered.length === output.length &&
    answered.every((size, axis) => {
      const then = output[axis] ?? 0;
      return size === then || growths.some((growth) => hasGrown(then, growth, size));
    })
  );
}

function hasGrown(then: number, growth: number, size: number): boolean {
  const expected = then * growth;
  // Of one there are no cells to round: as many pictures came back as went in.
  if (then === 1) return size === expected;
  return Math.abs(size - expected) < Math.max(MOST_CELLS_OFF, MOST_SHARE_OFF * expected);
}
