const RETRY_MS = 500;
/** A technology that scans wait for may be back by then. */
const REST_MS = 5000;

/** What of the queue waits for a while before it is tried again. */
export interface Rests {
  /** Scans that rest, each by itself. */
  readonly scans: ReadonlySet<string>;
  /** What those ask for of which a technology cannot screen: all that ask for the same rest together, however many. */
  readonly requests: ReadonlySet<string>;
  /** Whether all of it waits. */
  isPaused(): boolean;
  restScan(id: string, restMs: number): void;
  restAlike(request: string): void;
  /** Does nothing where it is paused already. */
  pause(pauseMs: number): void;
  /** Once, however many scans wait: each that was queued meanwhile would else begin a round of its own that never ends. */
  retryLater(): void;
}

/** `wake` is called whenever a wait is over. */
export function createRests(wake: () => void): Rests {
  const scans = new Set<string>();
  const requests = new Set<string>();
  let isPaused = false;
  let isRetryPlanned = false;

  /** Ends a wait, and wakes. Keeps no process from ending. */
  function after(restMs: number, end: () => void): void {
    setTimeout(() => {
      end();
      wake();
    }, restMs).unref();
  }

  return {
    scans,
    requests,
    isPaused: () => isPaused,
    restScan(id, restMs) {
      scans.add(id);
      after(restMs, () => scans.delete(id));
    },
    restAlike(request) {
      requests.add(request);
      if (requests.size === 1) after(REST_MS, () => requests.clear());
    },
    pause(pauseMs) {
      if (isPaused) return;
      isPaused = true;
      after(pauseMs, () => {
        isPaused = false;
      });
    },
    retryLater() {
      if (isRetryPlanned) return;
      isRetryPlanned = true;
      after(RETRY_MS, () => {
        isRetryPlanned = false;
      });
    },
  };
}
