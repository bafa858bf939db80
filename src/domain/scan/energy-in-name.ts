import type { Energy } from './plane.ts';

const OF_ENERGY = /^(?<stem>.+)[._-](?<energy>high|low)$/i;

/**
 * The energy that a file's name without extension ends with, as `a.high`, `a_low` or `a-low` do; null where it says none.
 * The name is believed wherever scans come in: a picture called low is the low energy, also without a high one beside it.
 * One that says nothing is taken for high, as a bare body is.
 */
export function energyInName(name: string): { readonly stem: string; readonly energy: Energy } | null {
  const { stem, energy } = OF_ENERGY.exec(name)?.groups ?? {};
  if (stem === undefined) return null;
  return { stem, energy: energy?.toLowerCase() === 'low' ? 'low' : 'high' };
}
