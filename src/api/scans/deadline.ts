import { fail, type Outcome } from '../../domain/failure.ts';

/**
 * The outcome of the work, or `deadline-passed` where that comes first. A run cannot be stopped, so late work ends by
 * itself and its outcome is dropped; the lane at the gate is not kept waiting for it.
 */
export async function withinDeadline<Value>(
  work: Promise<Outcome<Value>>,
  deadlineMs: number,
): Promise<Outcome<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<Outcome<Value>>((resolve) => {
    const sentence = `There was no answer within ${deadlineMs} ms. Allow more time with "Prefer: wait=SECONDS", or add workers.`;
    timer = setTimeout(() => resolve(fail('deadline-passed', sentence)), deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
