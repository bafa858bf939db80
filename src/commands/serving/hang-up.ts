import { setTimeout as sleep } from 'node:timers/promises';
import type { PrimaryLink } from '../../processes/primary-link.ts';
import type { OthersInFlight } from '../../workers/create-screener.ts';

/** So long the scans beside one that hangs may take in the threads that are left. */
const GRACE_MS = 5000;
/** From the last answer to the end: for its way onto the wire. */
const FLUSH_MS = 500;

/** Lets the scans beside one that hangs be answered where that is soon, and then has this process replaced. */
export async function hangUp(others: OthersInFlight, link: Pick<PrimaryLink, 'reportHung'>): Promise<void> {
  await Promise.race([others.answered, sleep(GRACE_MS)]);
  others.giveUp();
  await sleep(FLUSH_MS);
  link.reportHung();
}
