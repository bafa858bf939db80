import type { Failure } from '../../domain/failure.ts';

/** 0.5 Mbit/s: a tenth of the slowest link worth waiting for. */
export const SLOWEST_BYTES_PER_SECOND = 64_000;

/** How long a sender may pause, or be slower than that, before it counts as stalled. */
const GRACE_MS = 2_000;

/** A body on its way, which holds a place among the scans in flight. */
export interface Upload {
  received(byteCount: number): void;
  /** Calls back with the reason when the place goes to another scan, or has gone. Only the last listener hears it. */
  whenLost(listener: (failure: Failure) => void): void;
  /** The body has arrived, or never will. Idempotent. */
  end(): void;
}

/** The bodies on their way. */
export interface Uploads {
  /** `release` gives the place back. */
  begin(release: () => void): Upload;
  /** Takes the place of the upload that has stalled longest and ends it with this failure; false where none stalls. */
  reclaim(failure: Failure): boolean;
}

/**
 * Places are taken before a body is read, so senders that trickle could hold all of them for as long as a request may
 * take. An upload that stalls keeps its place as long as nobody else asks for it, and loses it then.
 * `now` is a clock in milliseconds.
 */
export function createUploads(now: () => number = () => performance.now()): Uploads {
  const underWay = new Set<{ readonly stalledAt: () => number; readonly lose: (failure: Failure) => void }>();

  return {
    begin(release) {
      let stalledAt = now() + GRACE_MS;
      let lostFor: Failure | null = null;
      let listen: (failure: Failure) => void = () => {};
      const place = {
        stalledAt: () => stalledAt,
        lose(failure: Failure) {
          lostFor = failure;
          underWay.delete(place);
          release();
          listen(failure);
        },
      };
      underWay.add(place);
      return {
        received(byteCount) {
          // Each byte buys the time that it may take, but nobody saves up more than the grace.
          stalledAt = Math.min(stalledAt + (byteCount / SLOWEST_BYTES_PER_SECOND) * 1000, now() + GRACE_MS);
        },
        whenLost(listener) {
          listen = listener;
          if (lostFor !== null) listener(lostFor);
        },
        end() {
          underWay.delete(place);
        },
      };
    },
    reclaim(failure) {
      const [longest] = [...underWay].toSorted((a, b) => a.stalledAt() - b.stalledAt());
      if (longest === undefined || longest.stalledAt() >= now()) return false;
      longest.lose(failure);
      return true;
    },
  };
}
