import type { Energy } from '../domain/plane.ts';

const OF_ENERGY = /^(?<stem>.+)[._-](?<energy>high|low)$/i;

/** The energy that a file's name without extension ends with, as `a.high`, `a_low` or `a-low` do; null where it says none. */
export function energyInName(name: string): { readonly stem: string; readonly energy: Energy } | null {
  const { stem, energy } = OF_ENERGY.exec(name)?.groups ?? {};
  if (stem === undefined) return null;
  return { stem, energy: energy?.toLowerCase() === 'low' ? 'low' : 'high' };
}
