import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fail } from '../../src/domain/failure.ts';
import { listDeadLetters, redeliver } from '../../src/records/events/deliveries.ts';
import { lastFailureOf } from '../../src/records/events/webhook-records.ts';
import type { Records } from '../../src/records/open-records.ts';
import { DATABASES } from '../records/databases.ts';
import { keepTestScan } from '../records/kept-scans.ts';
import { openTestRecords } from '../records/test-records.ts';
import { addTestWebhook, deliver, until, waitingFor } from './delivering.ts';
import { startReceiver } from './receiver.ts';

/** Records on a disk that can be filled: then nothing more is kept. */
function onFillableDisk(records: Records) {
  const disk = { isFull: false, refused: 0 };
  const write: Records['commit']['write'] = async (change) => {
    if (!disk.isFull) return records.commit.write(change);
    disk.refused += 1;
    return fail('records-unavailable', 'the disk is full: free some space');
  };
  return { records: { ...records, commit: { ...records.commit, write } }, disk };
}

describe.each(DATABASES)('webhooks with $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere)('try again later after 500, under the same id', async () => {
    const records = await open();
    const receiver = await startReceiver(() => 500);
    await addTestWebhook(records, receiver.url);
    const { outcomes, clock } = deliver(records);
    await keepTestScan(records);
    await until(() => outcomes.length === 2);
    expect(await waitingFor(records)).toEqual([2, 0]);
    clock.aheadMs = 4900;
    await delay(60);
    expect(receiver.messages).toHaveLength(2);
    receiver.behave(() => 200);
    clock.aheadMs = 5100;
    await until(() => outcomes.length === 4);
    expect(outcomes).toEqual(['failed', 'failed', 'arrived', 'arrived']);
    const ids = receiver.messages.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids.slice(2))).toEqual(new Set(ids.slice(0, 2)));
    expect(await waitingFor(records)).toEqual([0, 0]);
  });

  it.skipIf(!isThere)(
    'are sent an event once whose arrival cannot be kept, and it is kept when it can be',
    async () => {
      const { records, disk } = onFillableDisk(await open());
      const receiver = await startReceiver();
      await addTestWebhook(records, receiver.url);
      await keepTestScan(records);
      receiver.behave(() => {
        disk.isFull = true;
        return 200;
      });
      const { outcomes } = deliver(records);
      await until(() => disk.refused > 6);
      expect(receiver.messages).toHaveLength(2);
      expect(outcomes).toEqual([]);
      receiver.behave(() => 200);
      disk.isFull = false;
      await until(() => outcomes.length === 2);
      expect(outcomes).toEqual(['arrived', 'arrived']);
      expect(receiver.messages).toHaveLength(2);
      expect(await waitingFor(records)).toEqual([0, 0]);
    },
  );

  it.skipIf(!isThere)('that ask to be left alone wait once for it, also where that could not be kept', async () => {
    const { records, disk } = onFillableDisk(await open());
    const receiver = await startReceiver((_message, reply) => {
      disk.isFull = true;
      reply.setHeader('retry-after', '600');
      return 429;
    });
    await addTestWebhook(records, receiver.url);
    await keepTestScan(records);
    const { outcomes, clock } = deliver(records);
    await until(() => disk.refused > 1);
    disk.isFull = false;
    receiver.behave(() => 200);
    clock.aheadMs = 601_000;
    await until(() => outcomes.length === 2);
    expect(outcomes).toEqual(['failed', 'failed']);
    clock.aheadMs = 661_000;
    await until(() => outcomes.length === 4);
    expect(outcomes.slice(2)).toEqual(['arrived', 'arrived']);
  });

  it.skipIf(!isThere)('give up after the last try; a dead letter is seen and can be sent again', async () => {
    const records = await open();
    const receiver = await startReceiver(() => 503);
    const id = await addTestWebhook(records, receiver.url);
    const { outcomes, clock } = deliver(records, { maxAttempts: 3 });
    await keepTestScan(records);
    for (let tries = 1; tries <= 3; tries++) {
      await until(() => outcomes.length === 2 * tries);
      clock.aheadMs += 3_600_000;
    }
    expect(outcomes.slice(-2)).toEqual(['dead', 'dead']);
    expect(await waitingFor(records)).toEqual([0, 2]);
    const letters = await listDeadLetters(records.db, 10);
    expect(letters).toHaveLength(2);
    expect(letters[0]).toMatchObject({ webhookId: id, attempts: 3, lastError: 'it answers 503' });

    receiver.behave(() => 204);
    const one = letters[0]?.eventId ?? '';
    expect(await records.commit.write((transaction) => redeliver(transaction, id, one))).toEqual({
      ok: true,
      value: 1,
    });
    await until(() => outcomes.length === 7);
    expect(receiver.messages.at(-1)?.headers['webhook-id']).toBe(one);
    expect(await waitingFor(records)).toEqual([0, 1]);
  });

  it.skipIf(!isThere)('leave a receiver alone for as long as it asks to be, also with other events', async () => {
    const records = await open();
    const receiver = await startReceiver((_message, reply) => {
      reply.setHeader('retry-after', '600');
      return 429;
    });
    const id = await addTestWebhook(records, receiver.url);
    const { outcomes, clock } = deliver(records);
    await keepTestScan(records);
    await until(() => outcomes.length === 2);
    expect(await lastFailureOf(records.db, id)).toBe('it answers 429 and asks to be left alone for 600 s');
    receiver.behave(() => 200);
    await keepTestScan(records);
    clock.aheadMs = 599_000;
    await delay(60);
    expect(receiver.messages).toHaveLength(2);
    clock.aheadMs = 601_000;
    await until(() => outcomes.length === 6);
    expect(outcomes.slice(2)).toEqual(Array(4).fill('arrived'));
    expect(await waitingFor(records)).toEqual([0, 0]);
  });
});
