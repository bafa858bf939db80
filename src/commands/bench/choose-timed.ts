import type { ScanSource } from '../samples/find-scans.ts';

/**
 * The scans that are timed, at even steps: of those with both energies, where there are enough, because a technology
 * that lacks an energy answers at once and would seem fast.
 */
export function chooseTimed(sources: readonly ScanSource[], count: number): readonly string[] {
  const whole = sources.filter(({ sample }) =>
    Object.values(sample?.views ?? {}).every(({ high, low }) => high !== undefined && low !== undefined),
  );
  const names = (whole.length >= count ? whole : sources).map(({ name }) => name);
  if (count >= names.length) return names;
  return Array.from({ length: count }, (_, i) => names[Math.floor((i * names.length) / count)] ?? '');
}
