/** How a serving lock stood when it was asked for: another service has it, or one that is gone left processes that still answer. */
export type LockAnswer = 'taken' | 'served' | 'ending';

/** After a crash, the system or the server may need a moment to notice that the process before is gone. */
const SERVED_PATIENCE_MS = 5000;
/** What a killed service had let in is answered first, mostly within seconds: longer only where a model hangs. */
const ENDING_PATIENCE_MS = 60_000;
const RETRY_MS = 250;

/**
 * Asks for a lock until it is taken. Resolves to false where another service keeps it, or one that ends is not through with it
 * in time. `onEnding` is called once where there is such a one to wait for.
 */
export async function takeWhenFree(ask: () => Promise<LockAnswer>, onEnding: () => void): Promise<boolean> {
  const began = performance.now();
  let servedSince = began;
  let hasTold = false;
  for (;;) {
    const answer = await ask();
    if (answer === 'taken') return true;
    const now = performance.now();
    if (answer === 'ending') {
      if (!hasTold) onEnding();
      hasTold = true;
      servedSince = now;
    }
    if (now - servedSince >= SERVED_PATIENCE_MS || now - began >= ENDING_PATIENCE_MS) return false;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
