import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws that are uniform in (0, 1), the same for the same seed: never 0, so that a logarithm may be taken of them. */
export function seededUnit(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
}
