import type { ScanSource } from '../samples/find-scans.ts';
import { spreadOver } from '../samples/spread-over.ts';

/**
 * The scans that are timed, spread over the set: of those with both energies, where there are enough, because a technology
 * that lacks an energy answers at once and would seem fast.
 */
export function chooseTimed(sources: readonly ScanSource[], count: number): readonly string[] {
  const whole = sources.filter(({ sample }) =>
    Object.values(sample?.views ?? {}).every(({ high, low }) => high !== undefined && low !== undefined),
  );
  const names = (whole.length >= count ? whole : sources).map(({ name }) => name);
  return spreadOver(names, count, () => 'scan');
}
