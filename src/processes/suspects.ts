/**
 * Which queued scans serving processes ended with, and how often. A scan that is at work when its process ends may have
 * ended it or may only have been beside the one that did; it is tried again alone, and after the second time no more.
 */
export interface Suspects {
  begun(slot: number, scanId: string): void;
  /** It came to an end: what happened before was not its doing, or it is off the queue. */
  ended(slot: number, scanId: string): void;
  /** The process of a place has ended by itself, with what it had begun. */
  processEnded(slot: number): void;
  list(): readonly [scanId: string, times: number][];
}

export function createSuspects(): Suspects {
  const atWork = new Map<number, Set<string>>();
  const times = new Map<string, number>();
  return {
    begun(slot, scanId) {
      atWork.set(slot, (atWork.get(slot) ?? new Set()).add(scanId));
    },
    ended(slot, scanId) {
      atWork.get(slot)?.delete(scanId);
      times.delete(scanId);
    },
    processEnded(slot) {
      for (const scanId of atWork.get(slot) ?? []) times.set(scanId, (times.get(scanId) ?? 0) + 1);
      atWork.delete(slot);
    },
    list: () => [...times],
  };
}
