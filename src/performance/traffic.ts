export const SCENARIOS = ['single-stream', 'offline'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** What a traffic shape may know of the block so far. Times are milliseconds since the block began. */
export interface BlockState {
  readonly nowMs: number;
  readonly issued: number;
  readonly answered: number;
  /** When the last answer came; 0 before the first. */
  readonly lastAnswerMs: number;
}

/** What comes next: a query whose intended start is known (now, past or future), a wait for an answer, or the end. */
export type NextQuery = { readonly dueMs: number } | 'wait-for-answer' | 'over';

/**
 * When queries are due: all that a scenario is. A closed loop looks at the answers; an open one (arrivals at random, at
 * a takt, in bursts) looks only at how many it has issued, and its queries are due whether the target is ready or not.
 */
export type Traffic = (state: BlockState) => NextQuery;

/** How long a closed loop goes on: at least so long, and then to the end of a pass over all scans, so that every technology has timed the same mix. */
export interface LoopLength {
  readonly leastMs: number;
  readonly scansOfPass: number;
}

/** One query after the other, the next as soon as the last is answered: what a lone scan waits. */
export function singleStream(length: LoopLength): Traffic {
  return (state) => {
    if (state.issued > state.answered) return 'wait-for-answer';
    return isEnough(state, length) ? 'over' : { dueMs: state.lastAnswerMs };
  };
}

/** Everything is there from the start; `depth` queries are kept in flight so that no worker waits for its next. */
export function offline(length: LoopLength, depth: number): Traffic {
  return (state) => {
    const inFlight = state.issued - state.answered;
    if (isEnough(state, length)) return inFlight > 0 ? 'wait-for-answer' : 'over';
    return inFlight < depth ? { dueMs: 0 } : 'wait-for-answer';
  };
}

function isEnough({ nowMs, issued }: BlockState, { leastMs, scansOfPass }: LoopLength): boolean {
  return issued > 0 && issued % scansOfPass === 0 && nowMs >= leastMs;
}
