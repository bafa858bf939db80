import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { EVENT_TYPES } from '../../src/domain/screening/scan-event.ts';
import type { DeliveryOutcome } from '../../src/domain/service/delivery.ts';
import { addWebhook, listWebhooks, type NewWebhook } from '../../src/records/events/webhook-records.ts';
import type { Records } from '../../src/records/open-records.ts';
import { type DeliveringOptions, startDelivering } from '../../src/webhooks/deliver-events.ts';

/** What the tests' webhooks sign with. */
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** What they are given in its place. */
export const NEWER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;

/** Adds a webhook for all events, unless the test wants less; its id. */
export async function addTestWebhook(records: Records, url: string, more: Partial<NewWebhook> = {}): Promise<string> {
  const webhook = { url, port: null, types: EVENT_TYPES, secret: SECRET, ...more };
  const added = await records.commit.write((transaction) => addWebhook(transaction, webhook, Date.now()));
  if (!added.ok) throw new Error(added.failure.message);
  return added.value;
}

/** Delivers on a clock that the test moves; stopped when the test ends. */
export function deliver(
  records: Records,
  { maxAttempts = 10, timeoutMs = 5000, lookEveryMs = 10, ...more }: Partial<DeliveringOptions> = {},
) {
  const outcomes: DeliveryOutcome[] = [];
  const bugs: unknown[] = [];
  const clock = { aheadMs: 0 };
  const startedAt = Date.now();
  const delivering = startDelivering({
    records,
    maxAttempts,
    timeoutMs,
    lookEveryMs,
    ...more,
    now: () => startedAt + clock.aheadMs,
    random: () => 0.5,
    onOutcome: (outcome) => outcomes.push(outcome),
    onBug: (bug) => bugs.push(bug),
  });
  onTestFinished(async () => {
    await delivering.stop();
    expect(bugs).toEqual([]);
  });
  return { ...delivering, outcomes, clock };
}

export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(5);
}

/** How many deliveries wait for the first webhook, and how many were given up. */
export const waitingFor = async (records: Records) => {
  const [webhook] = await listWebhooks(records.db);
  return [webhook?.pending, webhook?.dead];
};
