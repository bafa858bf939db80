import type { RankedScores } from '../ranked-scores.ts';

/** Which levels alarm by how many benign scans lie at or above a threshold: the lowest that does, where it finds fewest and most. */
export interface AlarmLevels {
  /** Benign scans from the highest score down, as many as were asked for. */
  readonly highest: Uint32Array;
  /** For each count of them: the threshold lies at the last of them, or above all that it is tied with. */
  readonly fewestHits: Uint32Array;
  /** For each count of them: the threshold lies just above the next one. */
  readonly mostHits: Uint32Array;
}

/** The levels for counts of up to `most` benign scans, as `alarmStairsOf` has them for hits. */
export function alarmLevelsOf({ values, benignLevels }: RankedScores, most: number): AlarmLevels {
  const n = benignLevels.length;
  const descending = Uint32Array.from(benignLevels.keys()).sort(
    (a, b) => (benignLevels[b] ?? 0) - (benignLevels[a] ?? 0) || a - b,
  );
  const levelAt = (place: number) => benignLevels[descending[place] ?? 0] ?? 0;
  const counts = Math.min(most, n) + 1;
  const fewestHits = new Uint32Array(counts);
  const mostHits = new Uint32Array(counts);
  for (let count = 0; count < counts; count++) {
    const last = count === 0 ? values.length : levelAt(count - 1);
    const next = count === n ? -1 : levelAt(count);
    fewestHits[count] = last === next ? last + 1 : last;
    mostHits[count] = next + 1;
  }
  return { highest: descending.slice(0, counts - 1), fewestHits, mostHits };
}
