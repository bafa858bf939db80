import { fail, type Outcome } from '../../domain/failure.ts';

/**
 * The scan is not tried again: its bytes were moved and died with the thread. To keep them would mean a second copy of
 * every scan (0.4 ms and 1 MiB for each MiB), for a case that only a bug can bring about, and a scan that has ended one
 * thread would likely end the next.
 */
export function threadDied(technologies: readonly string[]): Outcome<never> {
  return threadFailed(technologies, 'The thread that worked on this request died and was replaced; send it again.');
}

/** A thread that does not come back from a run of a model cannot be stopped from inside. */
export function threadHung(technologies: readonly string[], hangSeconds: number): Outcome<never> {
  const message =
    `A run of the model did not come back within ${hangSeconds} s, and the process that serves is replaced: send it ` +
    'again, and if that happens again, to another technology.';
  return threadFailed(technologies, message);
}

function threadFailed(technologies: readonly string[], message: string): Outcome<never> {
  const { failure } = fail('runtime-failed', message);
  const [technology, ...others] = technologies;
  return { ok: false, failure: technology === undefined || others.length > 0 ? failure : { ...failure, technology } };
}
