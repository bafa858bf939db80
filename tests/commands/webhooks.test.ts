import { afterEach, expect, it, vi } from 'vitest';
import { webhooksCommand } from '../../src/commands/webhooks.ts';
import { EVENT_TYPES } from '../../src/domain/screening/scan-event.ts';
import { queueDeliveries } from '../../src/records/events/deliveries.ts';
import { addWebhook, readWebhooks } from '../../src/records/events/webhook-records.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { keepTestScan } from '../records/kept-scans.ts';

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Records in a folder of their own, in which each screening of a scan is a dead letter; the command is run on them. */
async function useDeadLetters(): Promise<number> {
  const dataDir = await temporaryFolder();
  vi.stubEnv('SCANBENCH_DATA_DIR', dataDir);
  const opened = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false });
  if (!opened.ok) throw new Error(opened.failure.message);
  const records = opened.value;
  const webhook = { url: 'http://127.0.0.1/', port: null, types: EVENT_TYPES, secret: 'whsec_AAAA' };
  await records.commit.write((transaction) => addWebhook(transaction, webhook, 0));
  await keepTestScan(records);
  await records.commit.write(async (transaction) => {
    for (const known of await readWebhooks(transaction)) await queueDeliveries(transaction, known, 0);
  });
  const given = { state: 'dead', last_error: 'it answers 503' } as const;
  const { numUpdatedRows } = await records.db.updateTable('deliveries').set(given).executeTakeFirst();
  await records.close();
  return Number(numUpdatedRows);
}

async function deadLetters(...options: readonly string[]): Promise<string> {
  const written = hearStreams();
  await webhooksCommand().parseAsync(['dead-letters', ...options], { from: 'user' });
  vi.restoreAllMocks();
  return written();
}

it('says how many dead letters there are where it shows only the newest', async () => {
  const all = await useDeadLetters();
  expect(all).toBeGreaterThan(1);
  const note = `These are the newest 1 of ${all}: --limit shows more.\n`;
  expect(await deadLetters('--limit', '1')).toContain(note);
  const json = await deadLetters('--limit', '1', '--json');
  expect(json).toContain(note);
  expect(JSON.parse(json.replace(note, ''))).toHaveLength(1);
  expect(await deadLetters('--limit', String(all))).not.toContain('--limit');
  expect(await deadLetters()).not.toContain('--limit');
});

it.each([
  [
    'https://port.example:6000/scans',
    'Nothing is posted to the port 6000: fetch blocks it, because another protocol is',
  ],
  [
    'https://port.example:99999/scans',
    'Its host or port cannot be read: give an address such as https://port.example:8443',
  ],
  ['port.example/scans', 'Give an address that begins with https:// or http://'],
  ['ftp://port.example/scans', 'Give an address that begins with https:// or http://'],
])('takes no address that nothing can be posted to, and says why: %s', async (url, why) => {
  const written = hearStreams();
  const command = webhooksCommand().exitOverride();
  for (const sub of command.commands) sub.exitOverride();
  await expect(command.parseAsync(['add', url], { from: 'user' })).rejects.toThrow(why);
  vi.restoreAllMocks();
  expect(written()).toContain(why);
});

it.each([
  ['remove', 'absent'],
  ['redeliver', 'absent'],
  ['new-secret', 'absent'],
  ['drop-secret', 'absent'],
])('ends with 2 where %s names a webhook that is not there', async (...words) => {
  await useDeadLetters();
  const written = hearStreams();
  await webhooksCommand().parseAsync(words, { from: 'user' });
  vi.restoreAllMocks();
  expect(written()).toContain('No webhook has the id "absent": scanbench webhooks list shows them.');
  expect(process.exitCode).toBe(2);
});
