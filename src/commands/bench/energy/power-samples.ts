/** What the GPUs of a machine drew together at a moment. */
export interface PowerSample {
  readonly atMs: number;
  readonly watts: number;
}

/**
 * The energy of samples of power from one moment to another, in joules: the area under straight lines between them,
 * level before the first and after the last. Null without a sample in between.
 */
export function joulesOf(samples: readonly PowerSample[], fromMs: number, toMs: number): number | null {
  const inside = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const [first] = inside;
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return null;
  const line = [{ ...first, atMs: fromMs }, ...inside, { ...last, atMs: toMs }];
  const wattMs = line.slice(1).reduce((sum, { atMs, watts }, place) => {
    const before = line[place] ?? first;
    return sum + ((atMs - before.atMs) * (watts + before.watts)) / 2;
  }, 0);
  return wattMs / 1000;
}
