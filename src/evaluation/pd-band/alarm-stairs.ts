import { firstAtLeast } from '../first-at-least.ts';
import { type Tally, total } from '../tally.ts';

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
  const ascending = Float64Array.from(counts);
  return {
    threats,
    benigns: falseAlarms,
    fewestHits: (count) => {
      if (count === 0) return 0;
      const place = firstAtLeast(ascending, count);
      return (ascending[place] === count ? hitsFrom[place] : hitsAbove[place]) ?? threats;
    },
    mostHits: (count) => hitsAbove[firstAtLeast(ascending, count + 1)] ?? threats,
  };
}
