import { setTimeout as sleep } from 'node:timers/promises';
import type { PrimaryLink } from '../../processes/primary-link.ts';
import type { StartedScreener } from '../../workers/create-screener.ts';

/** How often a process that cannot screen looks whether it can, or whether no other one does any more. */
const LOOK_EVERY_MS = 1000;

/**
 * Keeps one of several processes from listening while it cannot screen and another one can: no connection is dealt to it
 * meanwhile, and `/readyz` speaks for all that listen. Where none can, it listens as the others do, and says what is missing.
 */
export async function waitForOwnTurn(
  screener: Pick<StartedScreener, 'isReady'>,
  link: Pick<PrimaryLink, 'isEnding' | 'canOthersScreen' | 'end'>,
): Promise<void> {
  while (!screener.isReady() && !link.isEnding() && (await link.canOthersScreen())) {
    await Promise.race([sleep(LOOK_EVERY_MS), link.end]);
  }
}
