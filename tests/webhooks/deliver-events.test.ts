import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeliveryOutcome } from '../../src/domain/delivery.ts';
import { fail, type Outcome } from '../../src/domain/failure.ts';
import { EVENT_TYPES } from '../../src/domain/scan-event.ts';
import { verifyAudit } from '../../src/records/access/audit.ts';
import { listDeadLetters, redeliver } from '../../src/records/events/deliveries.ts';
import {
  addSecret,
  addWebhook,
  dropSecret,
  lastFailureOf,
  listWebhooks,
  type NewWebhook,
  removeWebhook,
} from '../../src/records/events/webhook-records.ts';
import type { Write } from '../../src/records/group-commit.ts';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { runRetention } from '../../src/records/retention.ts';
import { type DeliveringOptions, startDelivering } from '../../src/webhooks/deliver-events.ts';
import { signWebhook } from '../../src/webhooks/sign.ts';
import { hasOpenssl, makeSelfSigned } from '../fixtures/self-signed.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { DATABASES } from '../records/databases.ts';
import { keepTestScan } from '../records/kept-scans.ts';
import { openTestRecords } from '../records/test-records.ts';
import { startReceiver } from './receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NEWER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const DAY_MS = 86_400_000;

async function add(records: Records, url: string, more: Partial<NewWebhook> = {}): Promise<string> {
  const webhook = { url, port: null, types: EVENT_TYPES, secret: SECRET, ...more };
  const added = await records.commit.write((transaction) => addWebhook(transaction, webhook, Date.now()));
  if (!added.ok) throw new Error(added.failure.message);
  return added.value;
}

/** Delivers on a clock that the test moves; stopped when the test ends. */
function deliver(
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

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(5);
}

const waitingFor = async (records: Records) => {
  const [webhook] = await listWebhooks(records.db);
  return [webhook?.pending, webhook?.dead];
};

describe.each(DATABASES)('webhooks with $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere)('are told of each screening from then on, signed', async () => {
    const records = await open();
    const receiver = await startReceiver();
    await keepTestScan(records);
    await add(records, receiver.url);
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

  it.skipIf(!isThere)('try again later after 500, under the same id', async () => {
    const records = await open();
    const receiver = await startReceiver(() => 500);
    await add(records, receiver.url);
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
      await add(records, receiver.url);
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
    await add(records, receiver.url);
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
    const id = await add(records, receiver.url);
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
    const id = await add(records, receiver.url);
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

  it.skipIf(!isThere)(
    'change to a new secret without losing what waits: both sign until the old one is dropped',
    async () => {
      const records = await open();
      const receiver = await startReceiver(() => 500);
      const id = await add(records, receiver.url);
      const { outcomes, clock } = deliver(records);
      await keepTestScan(records);
      await until(() => outcomes.length === 2);
      const change = <Value>(write: Write<Outcome<Value>>) => records.commit.write(write);
      const adds = () => change((transaction) => addSecret(transaction, id, NEWER, 0));
      const drops = () => change((transaction) => dropSecret(transaction, id, 0));
      expect(await drops()).toMatchObject({ value: { failure: { code: 'conflict' } } });
      expect(await adds()).toMatchObject({ value: { ok: true } });
      expect(await adds()).toMatchObject({ value: { failure: { code: 'conflict' } } });
      receiver.behave(() => 200);
      clock.aheadMs = 5100;
      await until(() => outcomes.length === 4);
      expect(await drops()).toMatchObject({ value: { ok: true } });
      await keepTestScan(records);
      await until(() => outcomes.length === 6);
      const signedBy = receiver.messages.map(({ headers, body }) =>
        [SECRET, NEWER].filter((secret) =>
          String(headers['webhook-signature'])
            .split(' ')
            .includes(signWebhook(secret, String(headers['webhook-id']), Number(headers['webhook-timestamp']), body)),
        ),
      );
      const [old, both, alone] = [[SECRET], [SECRET, NEWER], [NEWER]];
      expect(signedBy).toEqual([old, old, both, both, alone, alone]);
      expect(await verifyAudit(records.db)).toMatchObject({ intact: true });
      const unknown = await change((transaction) => addSecret(transaction, 'x', NEWER, 0));
      expect(unknown).toMatchObject({ value: { failure: { code: 'not-found' } } });
    },
  );

  it.skipIf(!isThere)('sign by a secret that was added after what is due was looked up', async () => {
    const records = await open();
    const receiver = await startReceiver();
    const id = await add(records, receiver.url);
    const added: Outcome<void>[] = [];
    const { outcomes } = deliver({
      ...records,
      async whenOnDisk() {
        const write: Write<Outcome<void>> = (transaction) => addSecret(transaction, id, NEWER, 0);
        const written = added.length === 0 ? await records.commit.write(write) : null;
        if (written?.ok) added.push(written.value);
        await records.whenOnDisk();
      },
    });
    await keepTestScan(records);
    await until(() => outcomes.length === 2);
    expect(added).toMatchObject([{ ok: true }]);
    for (const { headers } of receiver.messages) {
      expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2);
    }
  });

  it.skipIf(!isThere)('are told of their port and of what they asked for only', async () => {
    const records = await open();
    const receiver = await startReceiver();
    const failures = await startReceiver();
    await add(records, receiver.url, { port: 'DEHAM' });
    await add(records, failures.url, { types: ['scan.failed'] });
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
      for (const path of ['one', 'two']) await add(records, `http://127.0.0.1:9/${path}`);
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
    const broken = await add(records, receiver.url);
    await records.db.updateTable('webhooks').set({ types: '"all"' }).execute();
    await add(records, receiver.url);
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
    await add(records, 'http://127.0.0.1:9/');
    await keepTestScan(records);
    const inTenDays = { retentionDays: 0, nowMs: Date.now() + 10 * DAY_MS };
    expect(await runRetention(records, inTenDays)).toMatchObject({ ok: true, value: { events: 0 } });
    const [webhook] = await listWebhooks(records.db);
    await records.commit.write((transaction) => removeWebhook(transaction, webhook?.id ?? '', Date.now()));
    expect(await runRetention(records, inTenDays)).toMatchObject({ ok: true, value: { events: 2 } });
  });
});

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
    await add(records, receiver.url);
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
    const id = await add(records, `https://127.0.0.1:${port}/`);
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
    await add(records, receiver.url);
    const { outcomes } = deliver(records);
    await keepTestScan(records);
    await until(() => outcomes.length === 2 && closed === 2);
    expect(outcomes).toEqual(['arrived', 'arrived']);
  });

  it('that is gone for good is not tried again', async () => {
    const records = await openTestRecords();
    const receiver = await startReceiver(() => 410);
    await add(records, receiver.url);
    const { outcomes } = deliver(records);
    await keepTestScan(records);
    await until(() => outcomes.length === 2);
    expect(outcomes).toEqual(['dead', 'dead']);
  });

  it('that hangs does not hold up another', async () => {
    const records = await openTestRecords();
    const hanging = await startReceiver(() => 'hang');
    const receiver = await startReceiver();
    await add(records, hanging.url);
    await add(records, receiver.url);
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
    await add(first.value, receiver.url);
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
