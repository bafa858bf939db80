import type { Failure, FailureCode, Outcome } from '../../../domain/failure.ts';
import { succeed } from '../../../domain/failure.ts';
import type { Traffic } from '../../../performance/traffic.ts';

/** One answered scan. */
export interface Answered {
  readonly answer: string;
  /** How long the target worked on it; the rest of its latency is waiting and the driver. */
  readonly serviceMs: number;
}

/** Whatever is driven: threads of this process, a server. It queues what it cannot work on at once. */
export interface Target {
  readonly screen: (scan: number) => Promise<Outcome<Answered>>;
}

/** Milliseconds on one clock, and waiting by it. */
export interface Clock {
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** One block of a scenario: every query, from its intended start. */
export interface DrivenBlock {
  /** As the queries ended; a query of several scans ends with the last of them. Infinity for one that was refused or failed. */
  readonly latenciesMs: readonly number[];
  /** How late the driver was: from when a query was due to when it was issued, the sum over all queries. */
  readonly lateMs: number;
  /** From the start to the last answer. */
  readonly wallMs: number;
  /** The sum over all scans. */
  readonly serviceMs: number;
  /** Every distinct answer to each scan. */
  readonly answers: readonly { readonly scan: number; readonly answer: string }[];
  /** Queries with a scan that the target failed on, and why, of the first of them; absent where there are none. */
  readonly failed?: FailedQueries;
}

/** Queries that ended without an answer, through no fullness of the target. */
interface FailedQueries {
  readonly queries: number;
  readonly message: string;
}

export interface Drive {
  readonly traffic: Traffic;
  readonly target: Target;
  /** Numbers of scans, without end. */
  readonly order: Iterator<number, never>;
  readonly clock: Clock;
  /** Sent together; the query is answered when all are. */
  readonly scansPerQuery: number;
  /**
   * Whether a target that is full may refuse a query without ending the block: arrivals do not wait for it. A deadline that
   * passed is then one that passed in its queue; elsewhere nothing queues, and it is a failure.
   */
  readonly mayRefuse: boolean;
}

/** How a target says that it is full: it gave no answer, and the next scan may have one. */
export const REFUSALS: readonly FailureCode[] = ['overloaded', 'draining', 'rate-limited'];

/** A target that failed on so many queries before it answered one is broken: each may take as long as its deadline. */
const MOST_FAILED_AT_FIRST = 10;

/**
 * Issues queries as the traffic says until it is over. One that the target fails on is never answered, and counted. Fails
 * where none is answered, or none of the first ten; and with a refusal where the target may not refuse.
 */
export async function driveBlock(drive: Drive): Promise<Outcome<DrivenBlock>> {
  const { traffic, target, order, clock, scansPerQuery, mayRefuse } = drive;
  const startedAt = clock.nowMs();
  const now = () => clock.nowMs() - startedAt;
  const latenciesMs: number[] = [];
  const answers = new Map<string, { scan: number; answer: string }>();
  let issued = 0;
  let lateMs = 0;
  let serviceMs = 0;
  let lastAnswerMs = 0;
  let answeredQueries = 0;
  let failedQueries = 0;
  let firstFailure: Failure | null = null;
  let lastRefusal: Failure | null = null;
  let ended: Failure | null = null;
  let wake = () => {};

  const issue = async (dueMs: number) => {
    issued++;
    lateMs += now() - dueMs;
    const scans = Array.from({ length: scansPerQuery }, () => order.next().value);
    const answered = await Promise.all(scans.map((scan) => target.screen(scan)));
    lastAnswerMs = now();
    const failures: Failure[] = [];
    for (const [place, outcome] of answered.entries()) {
      const scan = scans[place] ?? 0;
      if (outcome.ok) {
        serviceMs += outcome.value.serviceMs;
        answers.set(`${scan} ${outcome.value.answer}`, { scan, answer: outcome.value.answer });
      } else if (!isRefusal(outcome.failure, mayRefuse)) failures.push(outcome.failure);
      else if (mayRefuse) lastRefusal = outcome.failure;
      else ended = outcome.failure;
    }
    const isAnswered = answered.every(({ ok }) => ok);
    latenciesMs.push(isAnswered ? lastAnswerMs - dueMs : Number.POSITIVE_INFINITY);
    if (isAnswered) answeredQueries++;
    const [failure] = failures;
    if (failure !== undefined) {
      firstFailure ??= failure;
      failedQueries++;
      if (answeredQueries === 0 && failedQueries >= MOST_FAILED_AT_FIRST) ended = firstFailure;
    }
    wake();
  };
  const nextAnswer = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  const bugs: unknown[] = [];
  while (ended === null && bugs.length === 0) {
    const next = traffic({ nowMs: now(), issued, latenciesMs, lastAnswerMs });
    if (next === 'over') break;
    if (next === 'wait-for-answer') await nextAnswer();
    else if (next.dueMs > now()) await Promise.race([nextAnswer(), clock.sleep(next.dueMs - now())]);
    else {
      issue(next.dueMs).catch((bug) => {
        bugs.push(bug);
        wake();
      });
    }
  }
  // What is under way is let end: threads that are cut off while they screen would crash.
  while (ended !== null && bugs.length === 0 && latenciesMs.length < issued) await nextAnswer();
  if (bugs.length > 0) throw bugs[0];
  const unanswered: Failure | null = answeredQueries === 0 ? (firstFailure ?? lastRefusal) : null;
  const failure: Failure | null = ended ?? unanswered;
  if (failure !== null) return { ok: false, failure };
  const failed = failedOf(failedQueries, firstFailure);
  return succeed({ latenciesMs, lateMs, wallMs: lastAnswerMs, serviceMs, answers: [...answers.values()], ...failed });
}

function isRefusal({ code }: Failure, mayRefuse: boolean): boolean {
  return REFUSALS.includes(code) || (mayRefuse && code === 'deadline-passed');
}

function failedOf(queries: number, first: Failure | null): Pick<DrivenBlock, 'failed'> {
  return first === null ? {} : { failed: { queries, message: first.message } };
}
