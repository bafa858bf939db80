import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceReply } from './hear-reply.ts';

/** Whether a service is there: all the while, again, or no more. */
export type Presence = 'stayed' | 'returned' | 'gone';

/** What a proxy says for a service that is not there. */
const ANSWERED_FOR = [502, 503, 504];
const LOOKS = 60;

/** Looks for a service by a question that it answers to anyone: at once, and where it is away again and again in the time given. */
export async function lookForService(ask: () => Promise<ServiceReply>, withinMs: number): Promise<Presence> {
  const isThere = () =>
    ask().then(
      ({ status }) => !ANSWERED_FOR.includes(status),
      () => false,
    );
  if (await isThere()) return 'stayed';
  for (const endMs = performance.now() + withinMs; performance.now() < endMs; ) {
    await sleep(withinMs / LOOKS);
    if (await isThere()) return 'returned';
  }
  return 'gone';
}
