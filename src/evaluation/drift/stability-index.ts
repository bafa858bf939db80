import type { StabilityIndex } from '../../domain/comparison/drift.ts';
import type { ScoreSummary } from '../../domain/technology/score-summary.ts';
import { NORMAL_QUANTILE } from '../normal.ts';
import { countAtOrBelow } from './summarise-scores.ts';

const CLASSES = 10;
/** Nearer than two comparable scores are. */
const LESS = 1e-7;

/**
 * The population stability index of ascending scores against a summary: Σ (p − q) ln(p / q) over the classes between the
 * summary's deciles (Siddiqi 2006, Credit Risk Scorecards), half a score added to each class so that none is empty.
 * Tied scores that fill a class are one of their own, closed on both sides: among all that lies up to the largest score,
 * what moves away from a score that nine in ten have would not be seen.
 *
 * With few scores it is large by chance alone: times n·m / (n + m) it is about χ² of classes − 1 degrees of freedom
 * (Yurdakul and Naranjo 2020, doi:10.21314/JRMV.2020.227), of which the limit is the 97.5 % quantile.
 */
export function stabilityIndex(sorted: readonly number[], summary: ScoreSummary): StabilityIndex {
  const n = sorted.length;
  const reference = summary.countsAtOrBelow.at(-1) ?? 0;
  const edges = decileEdges(summary, reference);
  const expected = classCounts(
    edges.map(({ countAtOrBelow }) => countAtOrBelow),
    reference,
  );
  const counts = classCounts(
    countAtOrBelow(
      sorted,
      edges.map(({ score }) => score),
    ),
    n,
  );
  const classes = counts.length;
  const value = counts.reduce((sum, count, i) => {
    const live = (count + 0.5) / (n + classes / 2);
    const then = ((expected[i] ?? 0) + 0.5) / (reference + classes / 2);
    return sum + (live - then) * Math.log(live / then);
  }, 0);
  return { value, chanceLimit: chiSquaredLimit(classes - 1) * (1 / n + 1 / reference), classes };
}

interface Edge {
  readonly score: number;
  readonly countAtOrBelow: number;
}

/** The scores that part the summary into ten, and tied ones from their neighbours; the last class is what lies above. */
function decileEdges({ scores, countsAtOrBelow }: ScoreSummary, n: number): readonly Edge[] {
  const edges = new Map<number, number>();
  for (let i = 1; i < CLASSES; i++) {
    const place = countsAtOrBelow.findIndex((count) => count >= (i * n) / CLASSES);
    const score = scores[place] ?? 0;
    const atOrBelow = countsAtOrBelow[place] ?? 0;
    const below = countsAtOrBelow[place - 1] ?? 0;
    const areTied = atOrBelow - below > Math.max(1, n / CLASSES);
    // A thinned summary may count up to a hundredth of all scores, those just below, among the tied.
    if (areTied && score > 0) edges.set(score - LESS, below);
    if (atOrBelow < n || (areTied && score < 1)) edges.set(score, atOrBelow);
  }
  return [...edges].map(([score, countAtOrBelow]) => ({ score, countAtOrBelow })).toSorted((a, b) => a.score - b.score);
}

function classCounts(countsBelow: readonly number[], n: number): readonly number[] {
  return [...countsBelow, n].map((count, i) => count - (countsBelow[i - 1] ?? 0));
}

/** The 97.5 % quantile of χ², to 2 %. Wilson and Hilferty (1931), doi:10.1073/pnas.17.12.684. */
function chiSquaredLimit(degrees: number): number {
  if (degrees === 0) return 0;
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + NORMAL_QUANTILE * Math.sqrt(spread)) ** 3;
}
