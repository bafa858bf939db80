import type { IsCalledOff } from './call-off.ts';

/** Several times in the shortest time after which a thread that takes no step counts as hung. */
const ASK_EVERY_MS = 250;

/**
 * Awaits what another machine works on, and asks meanwhile whether it is still wanted: where it is not, the signal is
 * aborted, and the thread need not wait for the server. That it asks is also how a thread is known to live
 * (`workers/call-off.ts`). So a server may take as long as the deadline of its request allows, and is never taken for
 * native code that hangs here; that would let nobody ask.
 */
export async function askingMeanwhile<Answer>(
  work: (signal: AbortSignal) => Promise<Answer>,
  isCalledOff: IsCalledOff,
): Promise<Answer> {
  const calledOff = new AbortController();
  const asking = setInterval(() => {
    if (isCalledOff()) calledOff.abort();
  }, ASK_EVERY_MS);
  try {
    return await work(calledOff.signal);
  } finally {
    clearInterval(asking);
  }
}
