import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { firstAtLeast } from './first-at-least.ts';

/** One technology's scores of a set of scans, by what the scans were. Two technologies' pair by place in the lists. */
export interface ScoresByTruth {
  readonly threats: ArrayLike<number>;
  readonly benigns: ArrayLike<number>;
}

/** Scores reduced to their order, which is all that ROC measures see. */
export interface RankedScores {
  /** The distinct scores, ascending; level k is `values[k]`. */
  readonly values: Float64Array;
  /** Each threat's level, in the order in which the scores came. */
  readonly threatLevels: Uint32Array;
  /** Each benign scan's level, in the order in which the scores came. */
  readonly benignLevels: Uint32Array;
}

/**
 * The levels of all scores. Either list may be empty: the measures that need both kinds are then null. Fails with
 * `malformed-request` where a score is not a number: such a scan has no place in the order.
 */
export function rankScores({ threats, benigns }: ScoresByTruth): Outcome<RankedScores> {
  const pooled = new Float64Array(threats.length + benigns.length);
  pooled.set(threats);
  pooled.set(benigns, threats.length);
  const stray = pooled.findIndex(Number.isNaN);
  if (stray !== -1) {
    const [kind, place] = stray < threats.length ? ['threats', stray] : ['benign scans', stray - threats.length];
    return fail(
      'malformed-request',
      `Number ${place + 1} of the ${kind} has no score; leave the scan out, and say so.`,
    );
  }
  const values = distinct(pooled.sort());
  return succeed({ values, threatLevels: levelsOf(threats, values), benignLevels: levelsOf(benigns, values) });
}

/** The distinct values of an ascending list. */
function distinct(sorted: Float64Array): Float64Array {
  let count = 0;
  let last = Number.NaN;
  for (const value of sorted) {
    if (value === last) continue;
    sorted[count++] = value;
    last = value;
  }
  return sorted.slice(0, count);
}

function levelsOf(scores: ArrayLike<number>, values: Float64Array): Uint32Array {
  const levels = new Uint32Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    levels[i] = firstAtLeast(values, scores[i] ?? 0);
  }
  return levels;
}
