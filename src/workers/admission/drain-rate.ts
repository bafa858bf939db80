/** How many releases the measurement looks back on: enough to even out one slow scan, few enough to notice a change. */
const WINDOW_RELEASES = 32;

/** Later than this nothing that is measured now says anything. */
const LONGEST_SECONDS = 60;

export interface DrainRate {
  /** A busy period begins: the time before it was idle and says nothing about speed. */
  begin(): void;
  /** One place was given back. */
  released(): void;
  /** Whole seconds, 1…60, until `places` places have been given back at the measured rate. */
  secondsUntilFree(places: number): number;
}

/**
 * Measures how fast places are given back, over the last releases of the present busy period. The time since the last
 * release counts too, so that a stalled house tells its clients to wait longer and longer.
 * `now` is a clock in milliseconds.
 */
export function createDrainRate(now: () => number): DrainRate {
  let marks: number[] = [];

  return {
    begin() {
      marks = [now()];
    },
    released() {
      marks.push(now());
      if (marks.length > WINDOW_RELEASES + 1) marks.shift();
    },
    secondsUntilFree(places) {
      const since = marks[0] ?? now();
      const releases = Math.max(1, marks.length - 1);
      const seconds = Math.ceil((places * (now() - since)) / releases / 1000);
      return Math.min(LONGEST_SECONDS, Math.max(1, seconds));
    },
  };
}
