import { chiSquareTail, noncentralChiSquareTail } from './chi-square.ts';
import type { EventCount } from './fisher.ts';
import type { Bounds } from './rate-bounds.ts';
import { solveIncreasing } from './solve-increasing.ts';

/** Whether several places show the same value, and what share of the differences between them is not chance. */
export interface Heterogeneity {
  readonly groups: number;
  /** Cochran's Q; about `groups` − 1 where all have the same value. */
  readonly q: number;
  /** Of "all groups have the same value", by χ² with `groups` − 1 degrees of freedom. */
  readonly pValue: number;
  /** Share of the differences between groups that chance does not explain, 0…1. */
  readonly iSquared: number;
  /** 95 %. */
  readonly iSquaredBounds: Bounds;
  /** The fewest events or non-events that a group would have at the common rate; below five χ² is a rough guide. Null for other values than rates. */
  readonly smallestExpected: number | null;
}

const TAIL = 0.025;

/**
 * Whether groups of scans have one rate. Q weighs each squared distance from the common rate by n / (rate · (1 − rate)):
 * Pearson's χ² of homogeneity, which takes groups without any event (Cochran 1954, doi:10.2307/3001666). Null for fewer
 * than two groups, or where all scans or none had the event: there is nothing to tell apart.
 */
export function rateHeterogeneity(groups: readonly EventCount[]): Heterogeneity | null {
  const held = groups.filter(({ n }) => n > 0);
  const n = held.reduce((sum, group) => sum + group.n, 0);
  const rate = held.reduce((sum, group) => sum + group.count, 0) / n;
  const variance = rate * (1 - rate);
  if (held.length < 2 || !(variance > 0)) return null;
  const q = held.reduce((sum, group) => sum + (group.n * (group.count / group.n - rate) ** 2) / variance, 0);
  const fewest = Math.min(...held.map((group) => group.n)) * Math.min(rate, 1 - rate);
  return { ...heterogeneityOf(q, held.length), smallestExpected: fewest };
}

/**
 * Whether groups have one value, from the value and the standard error of each: Cochran's Q with inverse variances as
 * weights. Null for fewer than two groups with a standard error above 0.
 */
export function valueHeterogeneity(
  groups: readonly { readonly value: number; readonly standardError: number | null }[],
): Heterogeneity | null {
  const weighed = groups.flatMap(({ value, standardError }) =>
    standardError === null || standardError === 0 ? [] : [{ value, weight: 1 / standardError ** 2 }],
  );
  if (weighed.length < 2) return null;
  const weights = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const mean = weighed.reduce((sum, { value, weight }) => sum + value * weight, 0) / weights;
  const q = weighed.reduce((sum, { value, weight }) => sum + weight * (value - mean) ** 2, 0);
  return { ...heterogeneityOf(q, weighed.length), smallestExpected: null };
}

/**
 * I² = (Q − df) / Q, at least 0 (Higgins and Thompson 2002, doi:10.1002/sim.1186). Its bounds are those of the
 * noncentrality λ of Q by inversion, as λ / (λ + df) (Hedges and Pigott 2001, doi:10.1037/1082-989X.6.3.203): they hold
 * for two groups, too.
 */
function heterogeneityOf(q: number, groups: number): Omit<Heterogeneity, 'smallestExpected'> {
  const degrees = groups - 1;
  return {
    groups,
    q,
    pValue: chiSquareTail(q, degrees),
    iSquared: q > degrees ? (q - degrees) / q : 0,
    iSquaredBounds: [shareAt(q, degrees, TAIL), shareAt(q, degrees, 1 - TAIL)],
  };
}

/** λ / (λ + df) of the noncentrality at which Q or more has the given chance; 0 where it has a larger one without any. */
function shareAt(q: number, degrees: number, chance: number): number {
  if (chiSquareTail(q, degrees) >= chance) return 0;
  return solveIncreasing((share) => noncentralChiSquareTail(q, degrees, (degrees * share) / (1 - share)), chance);
}
