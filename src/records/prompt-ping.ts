import { setImmediate as afterWhatHasArrived, setTimeout as sleep } from 'node:timers/promises';
import { fail, type Outcome } from '../domain/failure.ts';

/** Whoever asks whether a service is ready has given it up when it has not answered for longer. */
const LIMIT_MS = 2000;
/** Each question without an answer may hold a connection for half a minute, and the service has ten. */
const MOST_UNANSWERED = 3;

/**
 * Asks whether the records are there, and takes silence for an answer: `records-unavailable`. Who asks while another waits
 * hears the same answer. A question that was given up is left to end by itself; while several of them have not, nothing
 * more is asked.
 */
export function createPromptPing(ask: () => Promise<Outcome<void>>, limitMs = LIMIT_MS): () => Promise<Outcome<void>> {
  const silent = fail(
    'records-unavailable',
    `The records have not answered within ${limitMs / 1000} s: see whether the database runs, and can be reached from here. Then send the request again.`,
  );
  let waiting: Promise<Outcome<void>> | null = null;
  let unanswered = 0;

  async function askInTime(): Promise<Outcome<void>> {
    if (unanswered >= MOST_UNANSWERED) return silent;
    unanswered += 1;
    const answer = ask().finally(() => (unanswered -= 1));
    const ended = new AbortController();
    try {
      return await Promise.race([answer, silence(ended.signal)]);
    } finally {
      ended.abort();
    }
  }

  async function silence(signal: AbortSignal): Promise<Outcome<void>> {
    try {
      await sleep(limitMs, undefined, { signal, ref: false });
      // The answer may lie there already, where this thread stood still.
      await afterWhatHasArrived();
    } catch {
      // It was answered in time, and nobody listens.
    }
    return silent;
  }

  return () => {
    waiting ??= askInTime().finally(() => {
      waiting = null;
    });
    return waiting;
  };
}
