import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DeliveryOutcome } from '../../src/domain/service/delivery.ts';
import type { Records } from '../../src/records/open-records.ts';
import { startDelivering } from '../../src/webhooks/deliver-events.ts';
import { CLOCK_STEPS, DAY_MS } from '../fixtures/step-clock.ts';
import { DATABASES } from '../records/databases.ts';
import { keepTestScan } from '../records/kept-scans.ts';
import { openTestRecords } from '../records/test-records.ts';
import { addTestWebhook, until } from './delivering.ts';
import { startReceiver } from './receiver.ts';

/** Delivers by the clocks of the process, as the service does. */
function deliver(records: Records) {
  const outcomes: DeliveryOutcome[] = [];
  const delivering = startDelivering({
    records,
    maxAttempts: 10,
    timeoutMs: 5000,
    lookEveryMs: 10,
    random: () => 0.5,
    onOutcome: (outcome) => outcomes.push(outcome),
    onBug: (bug) => expect(bug).toBeNull(),
  });
  onTestFinished(() => delivering.stop());
  return { ...delivering, outcomes };
}

async function listen(records: Records, status: number) {
  const receiver = await startReceiver(() => status);
  await addTestWebhook(records, receiver.url);
  return receiver;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(DATABASES)('webhooks with $kind', ({ isThere, create }) => {
  it.skipIf(!isThere).each(CLOCK_STEPS)(
    'are tried again after the same time on a clock that is set $step, and are told that clock',
    async ({ stepMs }) => {
      const records = await openTestRecords(await create());
      const receiver = await listen(records, 500);
      const { outcomes } = deliver(records);
      await keepTestScan(records);
      await until(() => outcomes.length === 2);
      vi.setSystemTime(Date.now() + stepMs);
      vi.advanceTimersByTime(4900);
      await delay(60);
      expect(receiver.messages).toHaveLength(2);
      receiver.behave(() => 200);
      vi.advanceTimersByTime(200);
      await until(() => outcomes.length === 4);
      expect(outcomes.slice(2)).toEqual(['arrived', 'arrived']);
      const sentAt = Number(receiver.messages.at(-1)?.headers['webhook-timestamp']);
      expect(Math.abs(Date.now() / 1000 - sentAt)).toBeLessThan(2);
    },
  );

  it.skipIf(!isThere)('wait no longer after a restart on a clock that was set back meanwhile', async () => {
    const records = await openTestRecords(await create());
    const receiver = await listen(records, 500);
    const before = deliver(records);
    await keepTestScan(records);
    await until(() => before.outcomes.length === 2);
    await before.stop();
    vi.setSystemTime(Date.now() - DAY_MS);
    receiver.behave(() => 200);
    const { outcomes } = deliver(records);
    // The longest that one waits after its first try: 5 s and a fifth.
    const latest = Date.now() + 6000;
    const waits = () => records.db.selectFrom('deliveries').select('next_at').execute();
    await until(async () => (await waits()).every(({ next_at }) => next_at <= latest));
    vi.advanceTimersByTime(6100);
    await until(() => outcomes.length === 2);
    expect(outcomes).toEqual(['arrived', 'arrived']);
  });
});
