/** Scans that the threads are done with and that are being put on record. */
export interface Storing {
  /** False where there is no room: then the scan keeps its place meanwhile. */
  begin(): boolean;
  end(): void;
  count(): number;
}

/** So many may wait for the disk beside those in their places; what they hold in memory is bounded by it. */
const STORING_LIMIT = 16;

export function createStoring(limit = STORING_LIMIT): Storing {
  let count = 0;
  return {
    begin() {
      if (count >= limit) return false;
      count += 1;
      return true;
    },
    end() {
      count -= 1;
    },
    count: () => count,
  };
}
