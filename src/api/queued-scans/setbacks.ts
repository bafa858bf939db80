import { type DoublingDelay, doublingDelayMs } from '../../domain/time/doubling-delay.ts';
import type { QueuedScan } from '../../records/scans/queue-records.ts';

/** How long one scan waits, so that others go first where only its own picture or row is the cause. */
const SCAN_REST: DoublingDelay = { firstMs: 500, longestMs: 30_000 };
/** How long all wait: where the records are away for each of them, none is screened in vain as fast as threads can. */
const QUEUE_PAUSE: DoublingDelay = { firstMs: 500, longestMs: 10_000 };

/** Tries that ended through no fault of their scans, such as on a full disk: they do not count, and the next one waits. */
export interface Setbacks {
  /** How often the scan was begun, but for such tries. The records may say more: they could not be written then. */
  attemptsOf(scan: QueuedScan): number;
  /** Notes one. Gives how long to wait, and whether it is news: not the scan's second, nor told of another since one got on. */
  add(scan: QueuedScan): { readonly restMs: number; readonly pauseMs: number; readonly isNews: boolean };
  /** The scan got on. */
  end(id: string): void;
  /** No scan waits any more: what was noted is of scans that were deleted. */
  clear(): void;
}

const NONE = { inARow: 0, isTold: false };

export function createSetbacks(): Setbacks {
  const ofScans = new Map<string, { readonly attempts: number; readonly count: number }>();
  let sinceOneGotOn = NONE;
  return {
    attemptsOf: ({ id, attempts }) => ofScans.get(id)?.attempts ?? attempts,
    add({ id, attempts }) {
      const count = (ofScans.get(id)?.count ?? 0) + 1;
      ofScans.set(id, { attempts, count });
      const isNews = count === 1 && !sinceOneGotOn.isTold;
      sinceOneGotOn = { inARow: sinceOneGotOn.inARow + 1, isTold: sinceOneGotOn.isTold || isNews };
      return {
        restMs: doublingDelayMs(count, SCAN_REST),
        pauseMs: doublingDelayMs(sinceOneGotOn.inARow, QUEUE_PAUSE),
        isNews,
      };
    },
    end(id) {
      ofScans.delete(id);
      sinceOneGotOn = NONE;
    },
    clear() {
      ofScans.clear();
      sinceOneGotOn = NONE;
    },
  };
}
