import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/failure.ts';
import { verifyAudit } from '../../src/records/access/audit.ts';
import { addSecret, dropSecret } from '../../src/records/events/webhook-records.ts';
import type { Write } from '../../src/records/group-commit.ts';
import { signWebhook } from '../../src/webhooks/sign.ts';
import { DATABASES } from '../records/databases.ts';
import { keepTestScan } from '../records/kept-scans.ts';
import { openTestRecords } from '../records/test-records.ts';
import { addTestWebhook, deliver, NEWER, SECRET, until } from './delivering.ts';
import { startReceiver } from './receiver.ts';

describe.each(DATABASES)('webhooks with $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere)(
    'change to a new secret without losing what waits: both sign until the old one is dropped',
    async () => {
      const records = await open();
      const receiver = await startReceiver(() => 500);
      const id = await addTestWebhook(records, receiver.url);
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
    const id = await addTestWebhook(records, receiver.url);
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
});
