/** A counter of energy as RAPL has it: microjoules since some moment, which begin anew above the range. */
export interface RaplCounter {
  readonly microjoules: number;
  readonly rangeMicrojoules: number;
}

/**
 * What was drawn between two readings of the same counters, in joules. A counter that stands lower than before has begun
 * anew once; who reads seldom enough for it to do so twice cannot tell. Null where the counters are not the same ones.
 */
export function joulesBetween(before: readonly RaplCounter[], after: readonly RaplCounter[]): number | null {
  if (before.length === 0 || before.length !== after.length) return null;
  const drawn = after.reduce((sum, { microjoules, rangeMicrojoules }, place) => {
    const rise = microjoules - (before[place]?.microjoules ?? 0);
    return sum + (rise < 0 ? rise + rangeMicrojoules : rise);
  }, 0);
  return drawn / 1e6;
}
