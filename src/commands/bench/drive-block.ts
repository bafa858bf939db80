import type { FailureCode, Outcome } from '../../domain/failure.ts';
import { succeed } from '../../domain/failure.ts';
import type { Traffic } from '../../performance/traffic.ts';

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
  /** As the queries ended; a query of several scans ends with the last of them. Infinity for one that was refused. */
  readonly latenciesMs: readonly number[];
  /** How late the driver was: from when a query was due to when it was issued, the sum over all queries. */
  readonly lateMs: number;
  /** From the start to the last answer. */
  readonly wallMs: number;
  /** The sum over all scans. */
  readonly serviceMs: number;
  /** Every distinct answer to each scan. */
  readonly answers: readonly { readonly scan: number; readonly answer: string }[];
}

export interface Drive {
  readonly traffic: Traffic;
  readonly target: Target;
  /** Numbers of scans, without end. */
  readonly order: Iterator<number, never>;
  readonly clock: Clock;
  /** Sent together; the query is answered when all are. */
  readonly scansPerQuery: number;
  /** Whether a target that is full may refuse a query without ending the block: arrivals do not wait for it. */
  readonly mayRefuse: boolean;
}

/** How a target says that it is full: it gave no answer, and the next scan may have one. */
const REFUSALS: readonly FailureCode[] = ['overloaded', 'draining', 'rate-limited', 'deadline-passed'];

/**
 * Issues queries as the traffic says until it is over. Fails with the first scan that the target cannot screen, with its
 * refusal where it may not refuse, and where it refused every query.
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
  let failed: Outcome<never> | null = null;
  let refusal: Outcome<never> | null = null;
  let wake = () => {};

  const issue = async (dueMs: number) => {
    issued++;
    lateMs += now() - dueMs;
    const scans = Array.from({ length: scansPerQuery }, () => order.next().value);
    const answered = await Promise.all(scans.map((scan) => target.screen(scan)));
    lastAnswerMs = now();
    for (const [place, outcome] of answered.entries()) {
      const scan = scans[place] ?? 0;
      if (outcome.ok) {
        serviceMs += outcome.value.serviceMs;
        answers.set(`${scan} ${outcome.value.answer}`, { scan, answer: outcome.value.answer });
      } else if (mayRefuse && REFUSALS.includes(outcome.failure.code)) refusal = outcome;
      else failed = outcome;
    }
    latenciesMs.push(answered.every(({ ok }) => ok) ? lastAnswerMs - dueMs : Number.POSITIVE_INFINITY);
    wake();
  };
  const nextAnswer = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  const bugs: unknown[] = [];
  while (failed === null && bugs.length === 0) {
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
  if (bugs.length > 0) throw bugs[0];
  if (failed !== null) return failed;
  if (refusal !== null && !latenciesMs.some(Number.isFinite)) return refusal;
  return succeed({ latenciesMs, lateMs, wallMs: lastAnswerMs, serviceMs, answers: [...answers.values()] });
}
