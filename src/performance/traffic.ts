import type { Arrivals } from './arrivals.ts';

export const SCENARIOS = ['single-stream', 'multi-stream', 'server', 'offline', 'lanes', 'train'] as const;
/** Those in which scans arrive whether the target is ready or not. */
export const OPEN_SCENARIOS: readonly ScenarioName[] = ['server', 'lanes', 'train'];
export type ScenarioName = (typeof SCENARIOS)[number];

/** What a traffic shape may know of the block so far. Times are milliseconds since the block began. */
export interface BlockState {
  readonly nowMs: number;
  readonly issued: number;
  /** Of the queries that are over, as they ended; Infinity for one that was refused or failed. */
  readonly latenciesMs: readonly number[];
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

/**
 * How long a block goes on: at least so long, and then to the end of a pass over all scans, so that every technology has
 * timed the same mix. In a closed loop, passes are added while none of the queries was answered.
 */
export interface BlockLength {
  readonly leastMs: number;
  /** So many queries take each scan equally often. */
  readonly queriesOfPass: number;
}

/** One query after the other, the next as soon as the last is answered: what a lone scan, or a lone lot of scans, waits. */
export function singleStream(length: BlockLength): Traffic {
  return (state) => {
    if (isWaiting(state)) return 'wait-for-answer';
    return isEnough(state, length) ? 'over' : { dueMs: state.lastAnswerMs };
  };
}

/** Everything is there from the start; `depth` queries are kept in flight so that no worker waits for its next. */
export function offline(length: BlockLength, depth: number): Traffic {
  return (state) => {
    const inFlight = state.issued - state.latenciesMs.length;
    if (isEnough(state, length)) return inFlight > 0 ? 'wait-for-answer' : 'over';
    return inFlight < depth ? { dueMs: 0 } : 'wait-for-answer';
  };
}

/** So many queries at work at any time and none waiting: the next is due when an answer has made room for it. */
export function closedLoop(length: BlockLength, depth: number): Traffic {
  return (state) => {
    const inFlight = state.issued - state.latenciesMs.length;
    if (isEnough(state, length)) return inFlight > 0 ? 'wait-for-answer' : 'over';
    return inFlight < depth ? { dueMs: state.lastAnswerMs } : 'wait-for-answer';
  };
}

/** Queries are due when they arrive, whether the target is ready or not; the last is the last of a pass. */
export function openLoop(arrivals: Arrivals, { leastMs, queriesOfPass }: BlockLength): Traffic {
  const dueOf = timetable(arrivals);
  return (state) => {
    const dueMs = dueOf(state.issued);
    const isLast = state.issued > 0 && state.issued % queriesOfPass === 0 && dueMs >= leastMs;
    if (!isLast) return { dueMs };
    return isWaiting(state) ? 'wait-for-answer' : 'over';
  };
}

/** What a rate of arrivals is held to: of so many queries only so many may take longer than the bound. */
export interface Trial {
  readonly queries: number;
  readonly boundMs: number;
  readonly slowerAllowed: number;
}

/**
 * An open loop of a fixed number of queries, cut short only where too many were slow already for any end to be a good one,
 * and not before one was answered.
 */
export function trialLoop(arrivals: Arrivals, { queries, boundMs, slowerAllowed }: Trial): Traffic {
  const dueOf = timetable(arrivals);
  let seen = 0;
  let slower = 0;
  return (state) => {
    for (const latencyMs of state.latenciesMs.slice(seen)) {
      seen++;
      if (latencyMs > boundMs) slower++;
    }
    const isLost = slower > slowerAllowed && !isBarren(state);
    if (state.issued < queries && !isLost) return { dueMs: dueOf(state.issued) };
    return isWaiting(state) ? 'wait-for-answer' : 'over';
  };
}

/** The same, until nobody wants its figures any more: then what is under way is let end, and no other query is issued. */
export function whileWanted(traffic: Traffic, isWanted: () => boolean): Traffic {
  return (state) => {
    if (isWanted()) return traffic(state);
    return isWaiting(state) ? 'wait-for-answer' : 'over';
  };
}

/** The due time of the n-th query, however often it is asked for. */
function timetable(arrivals: Arrivals): (query: number) => number {
  const due: number[] = [];
  return (query) => {
    while (due.length < query) due.push(arrivals.next().value);
    const known = due[query] ?? arrivals.next().value;
    due[query] = known;
    return known;
  };
}

function isWaiting({ issued, latenciesMs }: BlockState): boolean {
  return issued > latenciesMs.length;
}

function isEnough(state: BlockState, { leastMs, queriesOfPass }: BlockLength): boolean {
  const { nowMs, issued } = state;
  return issued > 0 && issued % queriesOfPass === 0 && nowMs >= leastMs && !isBarren(state);
}

/** Whether all queries are over and none was answered: chance has it of a short block whose target fails now and then. */
function isBarren({ issued, latenciesMs }: BlockState): boolean {
  return latenciesMs.length === issued && !latenciesMs.some(Number.isFinite);
}
