import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { listWebhooks, removeWebhook } from '../../src/records/events/webhook-records.ts';
import type { Records } from '../../src/records/open-records.ts';
import { runRetention } from '../../src/records/retention.ts';
import { signWebhook } from '../../src/webhooks/sign.ts';
import { DATABASES } from '../records/databases.ts';
import { keepTestScan } from '../records/kept-scans.ts';
import { openTestRecords } from '../records/test-records.ts';
import { addTestWebhook, deliver, SECRET, until, waitingFor } from './delivering.ts';
import { startReceiver } from './receiver.ts';

const DAY_MS = 86_400_000;

describe.each(DATABASES)('webhooks with $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere)('are told of each screening from then on, signed', async () => {
    const records = await open();
    const receiver = await startReceiver();
    await keepTestScan(records);
    await addTestWebhook(records, receiver.url);
    const { outcomes } = deliver(records);
    const { id } = await keepTestScan(records, { metadata: { containerNumber: 'CSQU3054383' } });
    await receiver.until(2);
    await until(() => outcomes.length === 2);
    for (const { headers, body } of receiver.messages) {
      const sentAt = Number(headers['webhook-timestamp']);
      expect(Math.abs(Date.now() / 1000 - sentAt)).toBeLessThan(60);
      expect(headers['webhook-signature']).toBe(signWebhook(SECRET, String(headers['webhook-id']), sentAt, body));
      expect(JSON.parse(body)).toMatchObject({ type: 'screening.finished', data: { scanId: id, port: 'NLRTM' } });
      expect(body).not.toContain('CSQU3054383');
    }
    const technologies = receiver.messages.map(({ body }) => JSON.parse(body).data.technology);
    expect(technologies.toSorted()).toEqual(['first@onnx-cpu', 'second@onnx-cpu']);
    expect(await waitingFor(records)).toEqual([0, 0]);
  });

  it.skipIf(!isThere)('are told of their port and of what they asked for only', async () => {
    const records = await open();
    const receiver = await startReceiver();
    const failures = await startReceiver();
    await addTestWebhook(records, receiver.url, { port: 'DEHAM' });
    await addTestWebhook(records, failures.url, { types: ['scan.failed'] });
    const { outcomes } = deliver(records);
    await keepTestScan(records, { port: 'NLRTM' });
    const { id } = await keepTestScan(records, { port: 'DEHAM' });
    await until(() => outcomes.length === 2);
    await delay(50);
    expect(receiver.messages.map(({ body }) => JSON.parse(body).data.scanId)).toEqual([id, id]);
    expect(failures.messages).toEqual([]);
  });

  it.skipIf(!isThere)(
    'rest once there is nothing more to tell, also where news came while they were at work',
    async () => {
      const records = await open();
      for (const path of ['one', 'two']) await addTestWebhook(records, `http://127.0.0.1:9/${path}`);
      let questions = 0;
      const attempt: Records['gate']['attempt'] = async (work) => {
        const asked = ++questions;
        const done = await records.gate.attempt(work);
        // The list of webhooks comes at once, their work takes turns, so that all else has its own meanwhile.
        const turns = done.ok && Array.isArray(done.value) ? 0 : 20 + 5 * (asked % 2);
        for (let turn = 0; turn < turns; turn++) await setImmediate();
        return done;
      };
      deliver({ ...records, gate: { attempt } }, { lookEveryMs: 60_000 });
      await delay(200);
      for (let n = 0; n < 3; n++) {
        records.commit.announce();
        await setImmediate();
      }
      await delay(300);
      questions = 0;
      await delay(200);
      expect(questions).toBe(0);
    },
  );

  it.skipIf(!isThere)('are told beside one whose row is damaged, which is named once', async () => {
    const records = await open();
    const receiver = await startReceiver();
    const broken = await addTestWebhook(records, receiver.url);
    await records.db.updateTable('webhooks').set({ types: '"all"' }).execute();
    await addTestWebhook(records, receiver.url);
    const damaged: string[] = [];
    const { outcomes } = deliver(records, { onDamaged: ({ message }) => damaged.push(message) });
    await keepTestScan(records);
    await until(() => outcomes.length === 2);
    await delay(50);
    expect(receiver.messages).toHaveLength(2);
    expect(damaged).toEqual([expect.stringContaining(`scanbench webhooks remove ${broken}`)]);
  });

  it.skipIf(!isThere)('keep events for as long as a webhook waits for them', async () => {
    const records = await open();
    await addTestWebhook(records, 'http://127.0.0.1:9/');
    await keepTestScan(records);
    const inTenDays = { retentionDays: 0, nowMs: Date.now() + 10 * DAY_MS };
    expect(await runRetention(records, inTenDays)).toMatchObject({ ok: true, value: { events: 0 } });
    const [webhook] = await listWebhooks(records.db);
    await records.commit.write((transaction) => removeWebhook(transaction, webhook?.id ?? '', Date.now()));
    expect(await runRetention(records, inTenDays)).toMatchObject({ ok: true, value: { events: 2 } });
  });
});
