import { describe, expect, it } from 'vitest';
import { revokeKey } from '../../src/records/access/key-records.ts';
import { failQueuedScan, insertQueuedScan } from '../../src/records/scans/write-scans.ts';
import { CONTAINERS, keepTestScan } from '../records/kept-scans.ts';
import { enough, hear, startedApp } from './events/hear-events.ts';
import { makeTestKey } from './test-keys.ts';

describe('GET /v1/events', () => {
  it('tells each screening when it is on record, and never the container', async () => {
    const { url, records } = await startedApp();
    const listener = await hear(url);
    expect(listener.reply.headers.get('content-type')).toBe('text/event-stream');
    expect(listener.reply.headers.get('cache-control')).toContain('no-store');
    const { id } = await keepTestScan(records, { metadata: { containerNumber: CONTAINERS[0] } });
    const events = await listener.until(enough(2));
    expect(events?.map(({ event, data }) => [event, data])).toEqual([
      [
        'screening.finished',
        {
          scanId: id,
          technology: 'first@onnx-cpu',
          role: 'champion',
          decision: 'alarm',
          score: 0.9,
          port: 'NLRTM',
          at: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      ],
      ['screening.finished', expect.objectContaining({ technology: 'second@onnx-cpu', role: 'asked' })],
    ]);
    expect(JSON.stringify(events)).not.toContain(CONTAINERS[0]);
  });

  it('tells what an HTTP client posts', async () => {
    const { url } = await startedApp();
    const listener = await hear(url);
    const headers = { 'content-type': 'image/png' };
    const posted = await fetch(`${url}/v1/scans`, { method: 'POST', headers, body: 'a picture' });
    const id = posted.headers.get('location')?.split('/').at(-1);
    expect((await listener.until(enough(1)))?.[0]?.data).toMatchObject({ scanId: id, decision: 'alarm' });
  });

  it('tells that a scan could not be screened after all', async () => {
    const { url, records } = await startedApp();
    const listener = await hear(url);
    const scan = { id: '0193a0c0-0000-7000-8000-000000000001', port: '', receivedAt: new Date(), metadata: {} };
    await records.commit.write((transaction) => insertQueuedScan(transaction, scan, '{}'));
    const failure = { code: 'unreadable-scan', message: 'The view side is cut off.' } as const;
    await records.commit.write((transaction) => failQueuedScan(transaction, scan.id, failure));
    expect(await listener.until(enough(1))).toMatchObject([
      { event: 'scan.failed', data: { scanId: scan.id, code: 'unreadable-scan', port: null } },
    ]);
  });

  it('ends for a key that is revoked before it is told anything more, and for nobody else', async () => {
    const { url, records } = await startedApp();
    const [revoked, other] = [await makeTestKey(records), await makeTestKey(records)];
    const [ending, staying] = [await hear(url, revoked.headers), await hear(url, other.headers)];
    await keepTestScan(records);
    await ending.until(enough(2));
    await records.commit.write((transaction) => revokeKey(transaction, revoked.id, Date.now()));
    await keepTestScan(records);
    expect(await ending.until(enough(3))).toBeNull();
    expect(await staying.until(enough(4))).toHaveLength(4);
  });

  it('ends for who listened without a key once there is one', async () => {
    const { url, records } = await startedApp();
    const listener = await hear(url);
    await makeTestKey(records);
    await keepTestScan(records);
    expect(await listener.until(enough(1))).toBeNull();
  });
});
