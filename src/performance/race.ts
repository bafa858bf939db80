import type { Interval } from '../evaluation/bootstrap-interval.ts';
import { geometricMean } from './geometric-mean.ts';
import { percentileRange } from './percentile-range.ts';
import { speedRatio } from './speed-ratio.ts';

/** What was measured of one candidate so far, round by round, its blocks in turn with those of the others. */
export interface Racer {
  readonly msPerScanByRound: readonly number[];
  readonly latenciesMs: readonly number[];
}

/** Why a candidate is out. `than` is the place of the one that is faster. */
export type Dropped =
  | { readonly why: 'slower'; readonly than: number; readonly ratio: number; readonly bounds: Interval }
  | { readonly why: 'late'; readonly lowerMs: number };

export interface RaceTerms {
  /** Looks at the race in all: each may drop. */
  readonly looks: number;
  /** What the percentile of the latencies may be; null where any latency will do. */
  readonly latencyBound: { readonly percentile: number; readonly ms: number } | null;
}

/** Whether the latency bound is kept, or broken, with 99 % confidence; `open` where queries do not say. */
export type BoundState = 'kept' | 'broken' | 'open';

/** The chance that the fastest candidate of a race is dropped as slower. */
const ERROR = 0.05;

/**
 * Who is out after the rounds so far, by place; null for who is still in. A candidate is out once its latency bound is shown
 * broken, or once it is shown slower, round against round, than one that is shown to keep the bound. The one-sided error
 * of each test is 5 % over the looks and the others, so that the fastest is dropped as slower in at most 5 % of
 * races (Bonferroni), however many start.
 *
 * A race after Maron and Moore (1994, "Hoeffding races"), with Student's test on logarithms of paired ratios in place of
 * Hoeffding's bound: what slows a whole round slows all and cancels.
 *
 * @param racers by place; null for one that was dropped before.
 */
export function dropLosers(racers: readonly (Racer | null)[], terms: RaceTerms): readonly (Dropped | null)[] {
  const tests = terms.looks * Math.max(1, racers.length - 1);
  const states = racers.map((racer) => racer && boundState(racer, terms.latencyBound));
  return racers.map((racer, place) => {
    if (racer === null) return null;
    if (states[place] === 'broken' && terms.latencyBound !== null) {
      const { lowerMs } = percentileRange(racer.latenciesMs, terms.latencyBound.percentile);
      return { why: 'late', lowerMs: lowerMs ?? terms.latencyBound.ms };
    }
    const faster = racers.flatMap((other, than) =>
      other === null || than === place || states[than] !== 'kept' ? [] : slowerThan(racer, other, than, tests),
    );
    return faster.toSorted((a, b) => b.ratio - a.ratio)[0] ?? null;
  });
}

/** Whether a candidate answers in time; without a bound all do. */
export function boundState({ latenciesMs }: Racer, bound: RaceTerms['latencyBound']): BoundState {
  if (bound === null) return 'kept';
  const { lowerMs, upperMs } = percentileRange(latenciesMs, bound.percentile);
  if (upperMs !== null && upperMs <= bound.ms) return 'kept';
  return lowerMs !== null && lowerMs > bound.ms ? 'broken' : 'open';
}

/** How a race ended. Places are those of the racers. */
export type RaceResult =
  /** The default was not shown slower than any that is in time. */
  | { readonly state: 'default-stays'; readonly chosen: number; readonly tied: readonly number[] }
  /** The default is out or not shown to be in time: the fastest of those that are. */
  | { readonly state: 'changed'; readonly chosen: number; readonly tied: readonly number[] }
  /** No candidate was shown to keep the bound; the default stays for want of a better. */
  | { readonly state: 'none-in-time'; readonly chosen: number; readonly tied: readonly number[] };

/** Whom to choose of those who are left; the default is the first place. `tied` are those in time not shown slower. */
export function raceResult(racers: readonly (Racer | null)[], { latencyBound }: RaceTerms): RaceResult {
  const inTime = racers.flatMap((racer, place) =>
    racer !== null && boundState(racer, latencyBound) === 'kept'
      ? [{ place, ms: geometricMean(racer.msPerScanByRound) }]
      : [],
  );
  const [fastest] = inTime.toSorted((a, b) => a.ms - b.ms);
  if (fastest === undefined) return { state: 'none-in-time', chosen: 0, tied: [] };
  const isDefault = inTime.some(({ place }) => place === 0);
  const chosen = isDefault ? 0 : fastest.place;
  const tied = inTime.map(({ place }) => place).filter((place) => place !== chosen);
  return { state: isDefault ? 'default-stays' : 'changed', chosen, tied };
}

/** Whether another look could change anything: several are left, or the bound is open for one. */
export function isUndecided(racers: readonly (Racer | null)[], { latencyBound }: RaceTerms): boolean {
  const left = racers.filter((racer) => racer !== null);
  return left.length > 1 || left.some((racer) => boundState(racer, latencyBound) === 'open');
}

function slowerThan(racer: Racer, other: Racer, than: number, tests: number): readonly (Dropped & { why: 'slower' })[] {
  const rounds = racer.msPerScanByRound.flatMap((secondMs, round) => {
    const firstMs = other.msPerScanByRound[round];
    return firstMs === undefined ? [] : [{ firstMs, secondMs }];
  });
  const found = speedRatio(rounds);
  if (found.state === 'too-few-rounds' || found.ratio <= 1) return [];
  const isShown = found.pValue / 2 <= ERROR / tests;
  return isShown ? [{ why: 'slower', than, ratio: found.ratio, bounds: found.bounds }] : [];
}
