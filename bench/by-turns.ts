/** What two measurements of the same round gave. */
export interface Turn<Measured> {
  readonly first: Measured;
  readonly second: Measured;
}

/** Measures two things by turns: first, second, second, first, first …, so that what slows a round slows both. */
export async function byTurns<Measured>(
  measure: { readonly first: () => Promise<Measured>; readonly second: () => Promise<Measured> },
  { rounds, onRound }: { readonly rounds: number; readonly onRound?: () => void },
): Promise<readonly Turn<Measured>[]> {
  const turns: Turn<Measured>[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = await measure.first();
      turns.push({ first, second: await measure.second() });
    } else {
      const second = await measure.second();
      turns.push({ first: await measure.first(), second });
    }
    onRound?.();
  }
  return turns;
}
