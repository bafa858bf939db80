/**
 * P-values of several tests, raised so that rejecting those at or below α errs in any of them with a chance of at most
 * α. Null stays null and counts as no test. Holm (1979), https://www.jstor.org/stable/4615733.
 */
export function holmAdjust(pValues: readonly (number | null)[]): readonly (number | null)[] {
  const ranked = pValues
    .flatMap((pValue, place) => (pValue === null ? [] : [{ pValue, place }]))
    .toSorted((a, b) => a.pValue - b.pValue);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  for (const [rank, { pValue, place }] of ranked.entries()) {
    largest = Math.max(largest, Math.min(1, pValue * (ranked.length - rank)));
    adjusted[place] = largest;
  }
  return adjusted;
}
