import { readScan } from '../api-client.ts';
import type { PicturedScan } from '../api-document.ts';
import { createAskAgain } from '../ask-again.ts';

/** A queue moves on by seconds, and whoever waits at the screen sees it. */
const LOOK_EVERY_MS = 5000;

/**
 * Looks after a scan that waits for its turn until it is screened, could not be, or is no longer of interest.
 *
 * @param isWanted whether somebody still waits for it
 * @param onDone called once with what became of it, where somebody does
 */
export function awaitScreened(id: string, isWanted: () => boolean, onDone: (scan: PicturedScan) => void): void {
  async function look(): Promise<void> {
    if (!isWanted()) return;
    const answer = await readScan(id);
    if (!isWanted()) return;
    if (!answer.ok) return again.afterProblem(answer.problem);
    if (answer.value.state === 'queued') again.after(LOOK_EVERY_MS);
    else onDone(answer.value);
  }
  const again = createAskAgain(() => void look());
  again.after(LOOK_EVERY_MS);
}
