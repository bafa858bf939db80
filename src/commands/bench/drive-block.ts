import type { Outcome } from '../../domain/failure.ts';
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
  readonly latenciesMs: readonly number[];
  /** From the start to the last answer. */
  readonly wallMs: number;
  /** The sum over all queries. */
  readonly serviceMs: number;
  /** Every distinct answer to each scan. */
  readonly answers: readonly { readonly scan: number; readonly answer: string }[];
}

/** Issues queries as the traffic says until it is over. Fails with the first scan that the target cannot screen. */
export async function driveBlock(
  traffic: Traffic,
  target: Target,
  order: Iterator<number, never>,
  clock: Clock,
): Promise<Outcome<DrivenBlock>> {
  const startedAt = clock.nowMs();
  const now = () => clock.nowMs() - startedAt;
  const latenciesMs: number[] = [];
  const answers = new Map<string, { scan: number; answer: string }>();
  let issued = 0;
  let serviceMs = 0;
  let lastAnswerMs = 0;
  let failed: Outcome<never> | null = null;
  let wake = () => {};

  const issue = async (dueMs: number) => {
    issued++;
    const scan = order.next().value;
    const answered = await target.screen(scan);
    lastAnswerMs = now();
    if (answered.ok) {
      latenciesMs.push(lastAnswerMs - dueMs);
      serviceMs += answered.value.serviceMs;
      answers.set(`${scan} ${answered.value.answer}`, { scan, answer: answered.value.answer });
    } else failed = answered;
    wake();
  };
  const nextAnswer = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  const bugs: unknown[] = [];
  while (failed === null && bugs.length === 0) {
    const next = traffic({ nowMs: now(), issued, answered: latenciesMs.length, lastAnswerMs });
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
  return failed ?? succeed({ latenciesMs, wallMs: lastAnswerMs, serviceMs, answers: [...answers.values()] });
}
