import type { IsCalledOff } from './call-off.ts';

/** Several times in the shortest time after which a thread that takes no step counts as hung. */
const ASK_EVERY_MS = 250;

/**
 * Awaits what another machine works on, and asks meanwhile whether it is still wanted: that is how a thread is known to
 * live (`workers/call-off.ts`). So a server may take as long as the deadline of its request allows, which ends it too, and
 * is never taken for native code that hangs here; that would let nobody ask.
 */
export async function askingMeanwhile<Answer>(answer: Promise<Answer>, isCalledOff: IsCalledOff): Promise<Answer> {
  const asking = setInterval(isCalledOff, ASK_EVERY_MS);
  try {
    return await answer;
  } finally {
    clearInterval(asking);
  }
}
