import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listDeadLetters } from '../../src/records/events/deliveries.ts';
import { lastFailureOf } from '../../src/records/events/webhook-records.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { hasOpenssl, makeSelfSigned } from '../fixtures/self-signed.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { keepTestScan } from '../records/kept-scans.ts';
import { openTestRecords } from '../records/test-records.ts';
import { addTestWebhook, deliver, until } from './delivering.ts';
import { startReceiver } from './receiver.ts';

describe('a receiver', () => {
  it.each<[string, 'hang' | 'break' | 'drip' | number, RegExp]>([
    ['hangs', 'hang', /^it does not answer within 150 ms$/],
    ['breaks the connection', 'break', /^it cannot be reached \(.+\)$/],
    ['redirects', 307, /^it redirects \(307\), which is not followed$/],
    ['wants the credentials of a proxy', 407, /^it cannot be reached \(.+\)$/],
    ['answers by and by', 'drip', /^it does not answer within 150 ms$/],
  ])('that %s has not taken the event', async (_what, behaviour, why) => {
    const records = await openTestRecords();
    const elsewhere = await startReceiver();
    const receiver = await startReceiver((_message, reply) => {
      reply.setHeader('location', elsewhere.url);
      return behaviour;
    });
    await addTestWebhook(records, receiver.url);
    const { outcomes } = deliver(records, {
      maxAttempts: 1,
      timeoutMs: behaviour === 'hang' || behaviour === 'drip' ? 150 : 5000,
    });
    await keepTestScan(records);
    await until(() => outcomes.length === 2);
    expect(outcomes).toEqual(['dead', 'dead']);
    const [letter] = await listDeadLetters(records.db, 1);
    expect(letter?.lastError).toMatch(why);
    expect(elsewhere.messages).toEqual([]);
  });

  it.skipIf(!hasOpenssl)('whose certificate is not trusted is told nothing, and the list says why', async () => {
    const records = await openTestRecords();
    const receiver = createServer(makeSelfSigned(await temporaryFolder()), () => expect.unreachable());
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void receiver.close());
    const { port } = receiver.address() as AddressInfo;
    const id = await addTestWebhook(records, `https://127.0.0.1:${port}/`);
    expect(await lastFailureOf(records.db, id)).toBeNull();
    const { outcomes } = deliver(records);
    await keepTestScan(records);
    await until(() => outcomes.length >= 1);
    expect(await lastFailureOf(records.db, id)).toMatch(
      /^it has a certificate that is not trusted \(\w+\); .*NODE_EXTRA_CA_CERTS/,
    );
  });

  it('whose answer has no end is a 2xx like any other, and its connection is cut', async () => {
    const records = await openTestRecords();
    let closed = 0;
    const receiver = await startReceiver((_message, reply) => {
      reply.writeHead(200);
      const timer = setInterval(() => reply.write('x'.repeat(65_536)), 1);
      reply.once('close', () => {
        clearInterval(timer);
        closed++;
      });
      return 'hang';
    });
    await addTestWebhook(records, receiver.url);
    const { outcomes } = deliver(records);
    await keepTestScan(records);
    await until(() => outcomes.length === 2 && closed === 2);
    expect(outcomes).toEqual(['arrived', 'arrived']);
  });

  it('that is gone for good is not tried again', async () => {
    const records = await openTestRecords();
    const receiver = await startReceiver(() => 410);
    await addTestWebhook(records, receiver.url);
    const { outcomes } = deliver(records);
    await keepTestScan(records);
    await until(() => outcomes.length === 2);
    expect(outcomes).toEqual(['dead', 'dead']);
  });

  it('that hangs does not hold up another', async () => {
    const records = await openTestRecords();
    const hanging = await startReceiver(() => 'hang');
    const receiver = await startReceiver();
    await addTestWebhook(records, hanging.url);
    await addTestWebhook(records, receiver.url);
    deliver(records, { timeoutMs: 60_000 });
    for (let n = 0; n < 20; n++) await keepTestScan(records);
    await receiver.until(40);
    expect(hanging.messages.length).toBeLessThanOrEqual(8);
  });

  it('is told after a restart what it was not told before', async () => {
    const dataDir = await temporaryFolder();
    const options = { databaseUrl: 'sqlite:', dataDir, serves: true };
    const first = await openRecords(options);
    if (!first.ok) throw new Error(first.failure.message);
    const receiver = await startReceiver(() => 'hang');
    await addTestWebhook(first.value, receiver.url);
    const before = deliver(first.value, { timeoutMs: 60_000 });
    for (let n = 0; n < 3; n++) await keepTestScan(first.value);
    await receiver.until(2);
    await before.stop();
    expect(before.outcomes).toEqual([]);
    await first.value.close();

    receiver.behave(() => 200);
    const second = await openRecords(options);
    if (!second.ok) throw new Error(second.failure.message);
    const after = deliver(second.value);
    await until(() => after.outcomes.length === 6);
    expect(after.outcomes).toEqual(Array(6).fill('arrived'));
    await after.stop();
    await second.value.close();
  });
});
