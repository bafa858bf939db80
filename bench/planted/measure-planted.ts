import { knownWidth } from './draw-outcomes.ts';
import { type Estimated, PLANTED_INTERVALS, type Planted } from './planted-intervals.ts';

/** How an interval fares over many runs of which the truth is known. */
export interface Coverage {
  readonly what: string;
  readonly by: string;
  readonly repetitions: number;
  /** Repetitions whose bounds hold the planted difference. */
  readonly held: number;
  /** Mean width over that of bounds that know the spread of the estimates; null where these are too few to show it. */
  readonly widthRatio: number | null;
  /** Of as many runs of two equal technologies, those that are called different. */
  readonly calledDifferent: number;
}

/** Unlike in what they find by some points, and one slower by a fifth. */
export const UNLIKE: Planted = {
  pair: { firstSkill: 2.2, secondSkill: 1.8, correlation: 0.6, threats: 250, benigns: 400 },
  factor: 1.2,
};
/** Equally good, each with noise of its own. */
export const EQUAL: Planted = { pair: { ...UNLIKE.pair, firstSkill: 2, secondSkill: 2 }, factor: 1 };

/** Of fewer runs, the spread of their estimates is known to no better than a fifth. */
export const LEAST_RUNS = 20;

/** How much wider bounds are, on average, than those of who was told the spread of the estimates; null of too few runs. */
export function widthRatio(found: readonly Pick<Estimated, 'estimate' | 'bounds'>[]): number | null {
  if (found.length < LEAST_RUNS) return null;
  const width = found.reduce((sum, { bounds }) => sum + bounds[1] - bounds[0], 0) / found.length;
  return width / knownWidth(found.map(({ estimate }) => estimate));
}

/** Every interval on planted truths: how often it holds them, how wide it is, how often it sees a difference where there is none. */
export function measurePlanted(repetitions: number, seed: number): readonly Coverage[] {
  return PLANTED_INTERVALS.map(({ what, by, truthOf, estimate }) => {
    const truth = truthOf(UNLIKE);
    const seeds = Array.from({ length: repetitions }, (_, repetition) => seed + repetition);
    const found = seeds.map((own) => estimate(UNLIKE, own));
    return {
      what,
      by,
      repetitions,
      held: found.filter(({ bounds }) => bounds[0] <= truth && truth <= bounds[1]).length,
      widthRatio: widthRatio(found),
      calledDifferent: seeds.filter((own) => estimate(EQUAL, own).isCalledDifferent).length,
    };
  });
}
