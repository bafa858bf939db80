import { holmAdjust } from '../../evaluation/holm.ts';
import type { Change } from './comparison.ts';

/** A change before it is known how many others it is tested beside. */
export interface RawChange extends Omit<Change, 'pHolm' | 'finding'> {
  readonly better: 'higher' | 'lower';
  /** By how much a time must be longer or shorter before it counts, beyond its bounds; 0 where none is said. */
  readonly margin?: number;
}

/** A change is called one where its p-value, corrected, is below it. */
const ALPHA = 0.05;

/**
 * Which changes are shown, technology by technology. The p-values of all measures that gate are corrected together by
 * Holm's method, so that two equal reports are told apart in at most 5 % of comparisons, however many technologies they
 * hold; those of the others by measure. Where there is no p-value, the bounds decide.
 */
export function judgeChanges(changes: readonly (readonly RawChange[])[]): readonly (readonly Change[])[] {
  const all = changes.flat();
  const family = ({ measure, gates }: RawChange) => (gates ? 'gates' : measure);
  const adjusted = new Map<RawChange, number | null>();
  for (const name of new Set(all.map(family))) {
    const own = all.filter((change) => family(change) === name);
    const pValues = holmAdjust(own.map(({ pValue }) => pValue));
    for (const [place, change] of own.entries()) adjusted.set(change, pValues[place] ?? null);
  }
  return changes.map((own) => own.map((change) => judge(change, adjusted.get(change) ?? null)));
}

function judge({ better, margin = 0, ...change }: RawChange, pHolm: number | null): Change {
  const { unit, effect, bounds, pValue } = change;
  const none = unit === 'ms' ? 1 : 0;
  const [least, most] = unit === 'ms' ? [1 / (1 + margin), 1 + margin] : [0, 0];
  const isOutside = bounds[0] > most || bounds[1] < least;
  const isShown = pValue === null ? isOutside : pHolm !== null && pHolm < ALPHA && (margin === 0 || isOutside);
  const isHigher = effect > none;
  const finding = !isShown ? 'not shown' : isHigher === (better === 'higher') ? 'better' : 'worse';
  return { ...change, pHolm, finding };
}
