/**
 * The class of a value among those that begin at these ends, in ascending order from 0: `under 3 kg`, `3–10 kg`, …
 * `100 kg and more`; an end belongs above.
 */
export function namedClass(value: number, lowerEnds: readonly number[], unit: string): string {
  const place = lowerEnds.findLastIndex((lowerEnd) => value >= lowerEnd);
  const upperEnd = lowerEnds[place + 1];
  if (upperEnd === undefined) return `${lowerEnds[place]} ${unit} and more`;
  return place <= 0 ? `under ${upperEnd} ${unit}` : `${lowerEnds[place]}–${upperEnd} ${unit}`;
}
