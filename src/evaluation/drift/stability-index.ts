import type { StabilityIndex } from '../../domain/drift.ts';
import type { ScoreSummary } from '../../domain/score-summary.ts';
import { NORMAL_QUANTILE } from '../normal.ts';
import { countAtOrBelow } from './summarise-scores.ts';

const CLASSES = 10;

/**
 * The population stability index of ascending scores against a summary: Σ (p − q) ln(p / q) over the classes between the
 * summary's deciles (Siddiqi 2006, Credit Risk Scorecards), half a score added to each class so that none is empty.
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

/** The scores that part the summary into ten, as nearly as ties let them; the last class is what lies above. */
function decileEdges({ scores, countsAtOrBelow }: ScoreSummary, n: number): readonly Edge[] {
  const places = Array.from({ length: CLASSES - 1 }, (_, i) =>
    countsAtOrBelow.findIndex((count) => count >= ((i + 1) * n) / CLASSES),
  );
  return [...new Set(places)]
    .map((place) => ({ score: scores[place] ?? 0, countAtOrBelow: countsAtOrBelow[place] ?? 0 }))
    .filter(({ countAtOrBelow }) => countAtOrBelow < n);
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
