/** The moment and the number within it that an id is made of; later ones are greater. */
export interface IdTick {
  /** Milliseconds since 1970, at least as late as the machine's clock. */
  readonly ms: number;
  /** 32 bits. */
  readonly seq: number;
}

/** What orders ids. It shows the time of day where that goes on, and never goes back. */
export interface IdClock {
  tick(): IdTick;
  /** From then on, every tick is after this moment. */
  goBeyond(ms: number): void;
}

export interface IdClockSources {
  /** The time of day in milliseconds since 1970, which may be set back and forward. */
  readonly wallMs: () => number;
  /** Milliseconds on a clock that is never set. */
  readonly steadyMs: () => number;
  /** From 0 up to and without `limit`. */
  readonly randomBelow: (limit: number) => number;
}

const SEQ_LIMIT = 2 ** 32;
/** Room for what comes within the same millisecond. */
const FIRST_SEQ_LIMIT = 2 ** 31;
const STEP_LIMIT = 2 ** 16;

/**
 * While the machine's clock is behind what was shown before, time goes on by the steady one: were a number counted up
 * instead, ids would tell how many others were made in between. Within a millisecond the steps are drawn for the same
 * reason.
 */
export function createIdClock({ wallMs, steadyMs, randomBelow }: IdClockSources): IdClock {
  let aheadMs = Number.NEGATIVE_INFINITY;
  let last: IdTick = { ms: Number.NEGATIVE_INFINITY, seq: 0 };

  function nowMs(): number {
    aheadMs = Math.max(aheadMs, wallMs() - steadyMs());
    return Math.max(Math.floor(aheadMs + steadyMs()), last.ms);
  }

  return {
    tick() {
      const ms = nowMs();
      const seq = ms > last.ms ? randomBelow(FIRST_SEQ_LIMIT) : last.seq + 1 + randomBelow(STEP_LIMIT);
      last = seq < SEQ_LIMIT ? { ms, seq } : { ms: ms + 1, seq: randomBelow(FIRST_SEQ_LIMIT) };
      return last;
    },
    goBeyond(ms) {
      aheadMs = Math.max(aheadMs, ms + 1 - steadyMs());
    },
  };
}
