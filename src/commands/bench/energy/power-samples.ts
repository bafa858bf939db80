/** What the GPUs of a machine drew together at a moment. */
export interface PowerSample {
  readonly atMs: number;
  readonly watts: number;
}

/** What is not sampled for longer is not known: whoever is asked ten times a second and is silent for that has gone. */
const LONGEST_GAP_MS = 1000;

/**
 * The energy of samples of power from one moment to another, in joules: the area under straight lines between them,
 * level before the first and after the last. Null without a sample in between, and where they were silent for long.
 */
export function joulesOf(samples: readonly PowerSample[], fromMs: number, toMs: number): number | null {
  const inside = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const [first] = inside;
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return null;
  const line = [{ ...first, atMs: fromMs }, ...inside, { ...last, atMs: toMs }];
  const stretches = line.slice(1).map(({ atMs, watts }, place) => {
    const before = line[place] ?? first;
    return { ms: atMs - before.atMs, watts: (watts + before.watts) / 2 };
  });
  if (stretches.some(({ ms }) => ms > LONGEST_GAP_MS)) return null;
  return stretches.reduce((wattMs, { ms, watts }) => wattMs + ms * watts, 0) / 1000;
}
