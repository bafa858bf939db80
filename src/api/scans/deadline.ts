import { type Failure, fail, type Outcome } from '../../domain/failure.ts';

/** Until when an answer is waited for. */
export interface Deadline {
  /** The moment on the clock of `performance.now()`. */
  readonly at: number;
  /** How long that is from the moment the body had arrived whole. */
  readonly ms: number;
}

/** How long somebody waits for an answer. */
export interface AnswerLimits {
  readonly deadline: Deadline;
  /** Aborted when the sender leaves. */
  readonly signal: AbortSignal;
}

/** Why nobody waits for the answer to a scan any more, or null where somebody does. */
export function whyUnawaited({ deadline, signal }: AnswerLimits): Failure | null {
  if (signal.aborted) return fail('deadline-passed', 'The sender left before its scan was answered.').failure;
  return whyLate(deadline);
}

/** Why a scan is not put on record any more, or null while it is in time. */
export function whyLate(deadline: Deadline): Failure | null {
  if (performance.now() < deadline.at) return null;
  const sentence = 'The deadline passed before the scan was on record. Allow more time with "Prefer: wait=SECONDS".';
  return fail('deadline-passed', sentence).failure;
}

export const WORK_IS_SLOW = 'Allow more time with "Prefer: wait=SECONDS", or add workers.';
/** Where the work is done but for its place on record. */
export const RECORDS_ARE_SLOW =
  'It was to be put on record, and the records have not answered: see whether the database and the disk work.';

/**
 * The outcome of the work, or `deadline-passed` where that comes first. A run cannot be stopped, so late work ends by
 * itself and its outcome is dropped; the lane at the gate is not kept waiting for it.
 */
export async function withinDeadline<Value>(
  work: Promise<Outcome<Value>>,
  { at, ms }: Deadline,
  whatIsSlow: () => string = () => WORK_IS_SLOW,
): Promise<Outcome<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<Outcome<Value>>((resolve) => {
    const give = () => resolve(fail('deadline-passed', `There was no answer within ${ms} ms. ${whatIsSlow()}`));
    timer = setTimeout(give, Math.max(0, at - performance.now()));
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
