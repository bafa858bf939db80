import type { RankedScores } from './ranked-scores.ts';

/**
 * Whether two technologies gave every scan the same score, to the bit. Such two are one as far as these scans can tell:
 * their difference is 0, and no draw of scans gives it a width.
 */
export function sameScores(first: RankedScores, second: RankedScores): boolean {
  return (
    isSame(first.values, second.values) &&
    isSame(first.threatLevels, second.threatLevels) &&
    isSame(first.benignLevels, second.benignLevels)
  );
}

function isSame(a: Float64Array | Uint32Array, b: Float64Array | Uint32Array): boolean {
  return a.length === b.length && a.every((value, place) => value === b[place]);
}
