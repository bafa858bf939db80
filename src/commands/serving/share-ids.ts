import type { Siblings } from '../../domain/service/siblings.ts';
import { goBeyondMoment, onNewId } from '../../records/new-id.ts';

/** Ids of several processes come in the order of their making but for so many milliseconds. */
const TOLERANCE_MS = 20;

/**
 * Lets the ids of all processes go on after one another when the machine's clock is set: one that made none while the clock
 * was ahead would begin behind the others. Tells only when its own went further ahead than it has told: at the first id,
 * and when the clock was set.
 */
export function shareIds(siblings: Siblings): void {
  let toldAheadMs = Number.NEGATIVE_INFINITY;
  siblings.hear('ids-ahead', ({ ms }) => goBeyondMoment(ms));
  onNewId((ms) => {
    const aheadMs = ms - performance.now();
    if (aheadMs <= toldAheadMs + TOLERANCE_MS) return;
    toldAheadMs = aheadMs;
    void siblings.tell('ids-ahead', { ms });
  });
}
