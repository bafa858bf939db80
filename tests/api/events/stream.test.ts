import { describe, expect, it, onTestFinished } from 'vitest';
import { eventStream } from '../../../src/api/event-stream.ts';
import { keepTestScan } from '../../records/kept-scans.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { createApiDatabase } from '../api-database.ts';
import { framesIn } from './hear-events.ts';

const FROM_THE_START = { seq: 0, id: '00000000-0000-0000-0000-000000000000', isWhole: true };

describe('a stream of events', () => {
  it('shows a port its own events only', async () => {
    const records = await openTestRecords(await createApiDatabase());
    const client = new AbortController();
    const from = FROM_THE_START;
    await keepTestScan(records, { port: 'DEHAM' });
    const { id } = await keepTestScan(records, { port: 'NLRTM' });
    await keepTestScan(records, { port: 'DEHAM' });
    const stream = eventStream({
      records,
      port: 'NLRTM',
      from,
      mayListen: async () => true,
      signal: client.signal,
      heartbeatMs: 5,
    });
    let text = '';
    for await (const piece of stream) {
      text += piece;
      if (text.includes('heartbeat')) client.abort();
    }
    expect(framesIn(text).map(({ data }) => [data['scanId'], data['port']])).toEqual([
      [id, 'NLRTM'],
      [id, 'NLRTM'],
    ]);
  });

  it('keeps its connection open, and the moments of its comments, however busy another port is', async () => {
    const records = await openTestRecords(await createApiDatabase());
    const client = new AbortController();
    const busy = setInterval(() => records.commit.announce(), 10);
    onTestFinished(() => clearInterval(busy));
    const stream = eventStream({
      records,
      port: 'NLRTM',
      from: FROM_THE_START,
      mayListen: async () => true,
      signal: client.signal,
      heartbeatMs: 100,
    });
    const startedAt = performance.now();
    const moments: number[] = [];
    for await (const piece of stream) {
      if (piece.includes('heartbeat')) moments.push(performance.now() - startedAt);
      if (moments.length === 3) client.abort();
    }
    moments.forEach((moment, n) => {
      expect(moment).toBeGreaterThan(100 * (n + 1) - 5);
    });
  }, 5000);

  it('does not know the events of another port by their ids', async () => {
    const records = await openTestRecords(await createApiDatabase());
    await keepTestScan(records, { port: 'DEHAM' });
    const [foreign] = await records.db.selectFrom('events').select('id').execute();
    const unknown = await records.events.positionOf('0193a0c0-0000-7000-8000-000000000000', 'NLRTM');
    expect(await records.events.positionOf(foreign?.id ?? '', 'NLRTM')).toEqual(unknown);
  });

  it('says that it is there while nothing happens, and ends when the records are away', async () => {
    const records = await openTestRecords(await createApiDatabase());
    const { signal } = new AbortController();
    const failing = { code: 'records-unavailable', message: 'The disk is away.' } as const;
    let reads = 0;
    const events = {
      ...records.events,
      after: async () =>
        ++reads > 2 ? ({ ok: false, failure: failing } as const) : ({ ok: true, value: [] } as const),
    };
    const pieces: string[] = [];
    const from = FROM_THE_START;
    for await (const piece of eventStream({
      records: { events, commit: records.commit },
      port: null,
      from,
      mayListen: async () => true,
      signal,
      heartbeatMs: 1,
    })) {
      pieces.push(piece);
    }
    expect(pieces).toEqual([`retry: 3000\nid: ${from.id}\n\n`, ': heartbeat\n\n', ': heartbeat\n\n']);
  });
});
