import type { WhoScreens } from '../api-document.ts';

/**
 * The two technologies that a comparison opens with: champion and first challenger, whose scans are the pilot's. Where one
 * is missing or not among those to choose from, the first other one stands in.
 */
export function firstChoice(ids: readonly string[], { screensNow, challengers }: WhoScreens): readonly string[] {
  const isKnown = (id: string | null): id is string => id !== null && ids.includes(id);
  return [...new Set([screensNow, ...challengers].filter(isKnown).concat(ids))].slice(0, 2);
}
