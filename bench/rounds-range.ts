import { median } from './median.ts';

/** What the rounds of a measurement gave. */
export interface RoundsRange {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export function rangeOf(values: readonly number[]): RoundsRange {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

export function rangeText({ median: middle, lowest, highest }: RoundsRange): string {
  return `${middle.toFixed(2)} [${lowest.toFixed(2)}, ${highest.toFixed(2)}]`;
}
