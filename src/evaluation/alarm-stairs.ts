import { type Tally, total } from './tally.ts';

/**
 * What a threshold finds by how many benign scans lie at or above it, known for counts that no threshold has, too: benign
 * scans that score alike alarm together or not at all.
 */
export interface AlarmStairs {
  readonly threats: number;
  readonly benigns: number;
  /** The fewest hits of a threshold that leaves so many benign scans at or above it: it lies at the lowest of them. */
  readonly fewestHits: (count: number) => number;
  /** The most hits: it lies just above the next benign scan. */
  readonly mostHits: (count: number) => number;
}

/** The stairs of a tally. */
export function alarmStairsOf(tally: Tally): AlarmStairs {
  /** One entry for each level that holds a benign scan, descending: benign scans and threats down to it, and threats above. */
  const counts: number[] = [];
  const hitsFrom: number[] = [];
  const hitsAbove: number[] = [];
  let [hits, falseAlarms] = [0, 0];
  for (let level = tally.threats.length - 1; level >= 0; level--) {
    const above = hits;
    hits += tally.threats[level] ?? 0;
    const here = tally.benigns[level] ?? 0;
    if (here === 0) continue;
    falseAlarms += here;
    counts.push(falseAlarms);
    hitsFrom.push(hits);
    hitsAbove.push(above);
  }
  const threats = total(tally.threats);
  return {
    threats,
    benigns: falseAlarms,
    fewestHits: (count) => {
      if (count === 0) return 0;
      const place = firstFrom(counts, count);
      return (counts[place] === count ? hitsFrom[place] : hitsAbove[place]) ?? threats;
    },
    mostHits: (count) => hitsAbove[firstFrom(counts, count + 1)] ?? threats,
  };
}

/** Where in an ascending list the first value is that reaches another; its length where none does. */
function firstFrom(ascending: readonly number[], least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? least) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
