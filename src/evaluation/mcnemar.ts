import type { PairedCounts } from '../domain/comparison/paired-counts.ts';
import { binomialCdf } from './binomial.ts';

/** Counts pairs of judgements of the same scan. */
export function pairedCounts(pairs: readonly (readonly [firstRight: boolean, secondRight: boolean])[]): PairedCounts {
  const count = (first: boolean, second: boolean) => pairs.filter(([a, b]) => a === first && b === second).length;
  return {
    bothRight: count(true, true),
    onlyFirstRight: count(true, false),
    onlySecondRight: count(false, true),
    bothWrong: count(false, false),
  };
}

/**
 * The exact two-sided p-value of McNemar's test (1947, doi:10.1007/BF02295996): scans on which only one of the two is
 * right would fall either way like a fair coin, were both equally good. 1 where there is no such scan.
 */
export function mcnemarPValue({ onlyFirstRight, onlySecondRight }: PairedCounts): number {
  const fewer = Math.min(onlyFirstRight, onlySecondRight);
  return Math.min(1, 2 * binomialCdf(fewer, onlyFirstRight + onlySecondRight, 0.5));
}
