import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EVENT_TYPES } from '../../../src/domain/screening/scan-event.ts';
import { queueDeliveries } from '../../../src/records/events/deliveries.ts';
import { addWebhook, readWebhooks } from '../../../src/records/events/webhook-records.ts';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { failQueuedScan, insertQueuedScan } from '../../../src/records/scans/write-scans.ts';
import { createSignal } from '../../fixtures/signal.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { DATABASES } from '../databases.ts';

/** Long enough for a commit that waits for nobody. */
const COMMIT_MS = 500;
const FAILURE = { code: 'unreadable-scan', message: 'The view side is cut off.' } as const;

/** Three processes' hold on the same records. */
async function openThrice(databaseUrl: string): Promise<readonly [Records, Records, Records]> {
  const dataDir = await temporaryFolder();
  const open = async () => {
    const records = valueFrom(await openRecords({ databaseUrl, dataDir, serves: false }));
    onTestFinished(() => records.close());
    return records;
  };
  return [await open(), await open(), await open()];
}

/** Writes a scan with one event; the transaction stays open until `held` resolves. */
async function failScan(records: Records, id: string, onWritten = () => {}, held = Promise.resolve()): Promise<void> {
  const scan = { id, port: 'NLRTM', receivedAt: new Date(), metadata: {} };
  const written = await records.commit.write(async (transaction) => {
    await insertQueuedScan(transaction, scan, '{}');
    await failQueuedScan(transaction, id, FAILURE);
    onWritten();
    await held;
  });
  valueFrom(written);
}

describe.each(DATABASES)('events that two processes commit at once in $kind', ({ isThere, createFile }) => {
  it.skipIf(!isThere)('reach a webhook and a listener that read on between the two commits, all of them', async () => {
    const [slow, quick, reader] = await openThrice(await createFile());
    const webhook = { url: 'http://127.0.0.1:9/', port: null, types: EVENT_TYPES, secret: 'whsec_' };
    valueFrom(await reader.commit.write((transaction) => addWebhook(transaction, webhook, 0)));
    const [told] = await readWebhooks(reader.db);
    if (told === undefined) throw new Error('The webhook is not there.');

    const held = createSignal();
    const slowHasWritten = new Promise<void>((resolve, reject) => {
      failScan(slow, '0193a0c0-0000-7000-8000-000000000001', resolve, held.given).catch(reject);
    });
    await slowHasWritten;
    const second = failScan(quick, '0193a0c0-0000-7000-8000-000000000002');
    await Promise.race([second, delay(COMMIT_MS)]);
    const before = valueFrom(await reader.events.after(0, null, 10));
    const queue = () => reader.commit.write((transaction) => queueDeliveries(transaction, told, 0));
    const queued = queue();
    await Promise.race([queued, delay(COMMIT_MS)]);
    held.give();
    await second;
    valueFrom(await queued);
    valueFrom(await queue());

    const after = valueFrom(await reader.events.after(before.at(-1)?.seq ?? 0, null, 10));
    expect([...before, ...after].map(({ data }) => JSON.parse(data).scanId)).toEqual([
      '0193a0c0-0000-7000-8000-000000000001',
      '0193a0c0-0000-7000-8000-000000000002',
    ]);
    const deliveries = await reader.db.selectFrom('deliveries').select('event_seq').execute();
    expect(deliveries).toHaveLength(2);
  });
});
