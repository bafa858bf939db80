const UNITS = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** How long something took in its two largest units, e.g. `1 min 56 s`. */
export function durationText(ms: number): string {
  const wholeMs = Math.round(ms / 1000) * 1000;
  const first = UNITS.findIndex(([, unitMs]) => wholeMs >= unitMs);
  if (first === -1) return 'less than a second';
  const parts = UNITS.slice(first, first + 2).map(([unit, unitMs], place) => {
    const count = Math.floor((place === 0 ? wholeMs : wholeMs % (UNITS[first]?.[1] ?? 1)) / unitMs);
    return count === 0 ? '' : `${count} ${unit}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}
