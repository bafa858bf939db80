import { binomialCdf, binomialChance } from '../binomial.ts';
import type { Bounds } from '../rate-bounds.ts';
import { solveIncreasing } from '../solve-increasing.ts';
import type { AlarmStairs } from './alarm-stairs.ts';

/** Each side of a 95 % interval leaves this much out. */
const TAIL = 0.025;

/** Counts that are rarer than this are nothing beside a tail of 2.5 %. */
const NEGLIGIBLE = 1e-9;

/** So many counts are told apart at most; of more, neighbours share the widest of what they stand for. */
const MOST_STEPS = 200;

/** How likely some counts of benign scans at or above the true threshold are, and the hits that they stand for. */
interface Step {
  readonly chance: number;
  readonly fewestHits: number;
  readonly mostHits: number;
}

/**
 * 95 % bounds of the Pd at a Pfa that truly is the limit, for any number of scans.
 *
 * Where its threshold lies is not known, but how many of n benign scans lie at or above it is binomial, whatever their
 * scores (Wilks 1941, doi:10.1214/aoms/1177731788). Each count puts it between two of their scores, and so bounds the threats
 * that it finds. The tails of Clopper and Pearson (1934, doi:10.1093/biomet/26.4.404) for these hits, averaged over the
 * count, are 2.5 % at both bounds; where the threshold is in no doubt, bounds are theirs. With fewer benign scans than
 * ln 0.025 / ln (1 − limit), 368 for 1 %, none may lie above it, and nothing speaks against a Pd of 0.
 *
 * Resamples know of no benign scan above the highest one seen, and told too much of few scans.
 */
export function pdBandOf(stairs: AlarmStairs, pfaLimit: number): Bounds {
  if (pfaLimit >= 1) return [1, 1];
  const { threats } = stairs;
  const steps = stepsOf(stairs, pfaLimit);
  const sum = (of: (step: Step) => number) => steps.reduce((all, step) => all + step.chance * of(step), 0);
  const isOpenBelow = sum(({ fewestHits }) => (fewestHits === 0 ? 1 : 0)) >= TAIL;
  const isOpenAbove = sum(({ mostHits }) => (mostHits === threats ? 1 : 0)) >= TAIL;
  const reaching = (pd: number) =>
    sum(({ fewestHits }) => (fewestHits === 0 ? 1 : 1 - binomialCdf(fewestHits - 1, threats, pd)));
  const exceeding = (pd: number) => sum(({ mostHits }) => 1 - binomialCdf(mostHits, threats, pd));
  return [isOpenBelow ? 0 : solveIncreasing(reaching, TAIL), isOpenAbove ? 1 : solveIncreasing(exceeding, 1 - TAIL)];
}

function stepsOf(stairs: AlarmStairs, pfaLimit: number): readonly Step[] {
  const { first, chances } = likelyCounts(stairs.benigns, pfaLimit);
  const all = chances.reduce((sum, chance) => sum + chance, 0);
  const width = Math.ceil(chances.length / MOST_STEPS);
  return Array.from({ length: Math.ceil(chances.length / width) }, (_, step) => {
    const within = chances.slice(step * width, (step + 1) * width);
    const fewest = first + step * width;
    return {
      chance: within.reduce((sum, chance) => sum + chance, 0) / all,
      fewestHits: stairs.fewestHits(fewest),
      mostHits: stairs.mostHits(fewest + within.length - 1),
    };
  });
}

/** The chance of each count of events in `n` trials, from `first` on, as far as it is not negligible. */
function likelyCounts(n: number, p: number): { readonly first: number; readonly chances: readonly number[] } {
  if (p <= 0) return { first: 0, chances: [1] };
  const likeliest = Math.floor(n * p);
  const outwards = (from: number, step: 1 | -1) => {
    const chances: number[] = [];
    for (let count = from; count >= 0 && count <= n; count += step) {
      const chance = binomialChance(count, n, p);
      if (chance < NEGLIGIBLE) break;
      chances.push(chance);
    }
    return chances;
  };
  const fewer = outwards(likeliest - 1, -1);
  return { first: likeliest - fewer.length, chances: [...fewer.reverse(), ...outwards(likeliest, 1)] };
}
