import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fastify } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeyRing } from '../../src/api/access/key-ring.ts';
import { eventStream } from '../../src/api/event-stream.ts';
import { eventRoutes } from '../../src/api/routes/events.ts';
import { LOCAL_REQUESTER } from '../../src/domain/requester.ts';
import { revokeKey } from '../../src/records/access/key-records.ts';
import { appendEvents } from '../../src/records/events/events.ts';
import { failQueuedScan, insertQueuedScan } from '../../src/records/scans/write-scans.ts';
import { CONTAINERS, keepTestScan } from '../records/kept-scans.ts';
import { openTestRecords } from '../records/test-records.ts';
import { listen, startTestApp } from './test-app.ts';
import { makeTestKey } from './test-keys.ts';

interface Heard {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: Record<string, unknown>;
}

/** Listens until the test ends. */
async function hear(url: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const reply = await fetch(`${url}/v1/events`, { headers, signal: abort.signal });
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    reply,
    leave: () => abort.abort(),
    /** Resolves to false where the stream ended before. */
    async until(isEnough: (events: readonly Heard[], text: string) => boolean): Promise<readonly Heard[] | null> {
      for (;;) {
        const events = framesIn(text);
        if (isEnough(events, text)) return events;
        const piece = await reader?.read();
        if (piece === undefined || piece.done) return null;
        text += piece.value;
      }
    },
  };
}

function framesIn(text: string): readonly Heard[] {
  const frames = text
    .split('\n\n')
    .slice(0, -1)
    .map((frame) => frame.split('\n'));
  return frames
    .filter((lines) => lines.some((line) => line.startsWith('event:')))
    .map((lines) => {
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      return { id: field('id'), event: field('event'), data: JSON.parse(field('data') ?? '{}') };
    });
}

const FROM_THE_START = { seq: 0, id: '00000000-0000-0000-0000-000000000000', isWhole: true };

const enough = (count: number) => (events: readonly Heard[]) => events.length >= count;
const decisionsOf = (events: readonly Heard[] | null) => events?.map(({ data }) => data['decision']);

async function startedApp() {
  const test = await startTestApp();
  const { url, port } = await listen(test.app);
  return { ...test, url, port };
}

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

  it('goes on after Last-Event-ID, each event once', async () => {
    const { url, records } = await startedApp();
    const first = await hear(url);
    await keepTestScan(records);
    const [one, two] = (await first.until(enough(2))) ?? [];
    first.leave();
    await keepTestScan(records);
    await keepTestScan(records);
    const later = await hear(url, { 'last-event-id': one?.id ?? '' });
    const events = (await later.until(enough(5))) ?? [];
    expect(events[0]).toEqual(two);
    expect(decisionsOf(events)).toEqual(['clear', 'alarm', 'clear', 'alarm', 'clear']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(5);
  });

  it('gives who was told nothing yet an id to come back to, that of a foreign event never', async () => {
    const { url, records } = await startedApp();
    await keepTestScan(records, { port: 'NLRTM' });
    const [, own] = await records.db.selectFrom('events').select('id').orderBy('seq').execute();
    await keepTestScan(records, { port: 'DEHAM' });
    const { headers } = await makeTestKey(records, { port: 'NLRTM' });
    const listener = await hear(url, headers);
    let begun = '';
    await listener.until((_events, text) => {
      begun = text;
      return text !== '';
    });
    listener.leave();
    expect(begun).toBe(`retry: 3000\nid: ${own?.id}\n\n`);
    await keepTestScan(records, { port: 'DEHAM' });
    const { id: missed } = await keepTestScan(records, { port: 'NLRTM' });
    const back = await hear(url, { ...headers, 'last-event-id': own?.id ?? '' });
    expect((await back.until(enough(2)))?.map(({ data }) => data['scanId'])).toEqual([missed, missed]);
  });

  it('tells who came before the first event all of them later, with a gap, because some may be gone', async () => {
    const { url, records } = await startedApp();
    const { leave, until } = await hear(url);
    let begun = '';
    await until((_events, text) => {
      begun = text;
      return text !== '';
    });
    leave();
    await keepTestScan(records);
    const back = await hear(url, { 'last-event-id': /^id: (.*)$/m.exec(begun)?.[1] ?? '' });
    expect((await back.until(enough(3)))?.map(({ event }) => event)).toEqual([
      'gap',
      'screening.finished',
      'screening.finished',
    ]);
  });

  it('says that there is a gap where the last event is no longer kept', async () => {
    const { url, records } = await startedApp();
    const { id } = await keepTestScan(records);
    const gone = await records.db.selectFrom('events').select('id').where('scan_id', '=', id).execute();
    await records.db.deleteFrom('events').where('scan_id', '=', id).execute();
    await keepTestScan(records);
    const listener = await hear(url, { 'last-event-id': gone[0]?.id ?? '' });
    expect((await listener.until(enough(3)))?.map(({ event }) => event)).toEqual([
      'gap',
      'screening.finished',
      'screening.finished',
    ]);
  });

  it('refuses a Last-Event-ID that is none', async () => {
    const { app } = await startTestApp();
    const reply = await app.inject({ url: '/v1/events', headers: { 'last-event-id': '17' } });
    expect(reply.json()).toMatchObject({ status: 400, code: 'malformed-request' });
  });

  it('refuses one listener too many, and takes it when another has left', async () => {
    const { url } = await startedApp();
    const listeners = await Promise.all(Array.from({ length: 64 }, () => hear(url)));
    const refused = await fetch(`${url}/v1/events`);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'overloaded' });
    expect(refused.headers.get('retry-after')).toBe('30');
    listeners[0]?.leave();
    let status = 503;
    while (status === 503) {
      await delay(20);
      status = (await hear(url)).reply.status;
    }
    expect(status).toBe(200);
  });

  it('gives back the places of one who asked several times over one connection and left', async () => {
    const { app, port } = await startedApp();
    const client = connect(port, '127.0.0.1');
    onTestFinished(() => void client.destroy());
    const clients = async () => /^scanbench_event_clients (\d+)$/m.exec((await app.inject('/metrics')).body)?.[1];
    client.write('GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(4));
    await expect.poll(clients).toBe('4');
    client.destroy();
    await expect.poll(clients).toBe('0');
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

  it('lets the service close while clients listen', async () => {
    const { url, app } = await startedApp();
    const listener = await hear(url);
    const ended = listener.until(() => false);
    await app.close();
    expect(await ended).toBeNull();
  });

  it('keeps nothing for a client that does not read, and the others hear at once', async () => {
    const { url, port, records } = await startedApp();
    const slow = connect(port, '127.0.0.1');
    onTestFinished(() => {
      slow.destroy();
    });
    slow.write('GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    slow.pause();
    const listener = await hear(url);
    const before = process.memoryUsage().arrayBuffers;
    const scans = 300;
    for (let n = 0; n < scans; n++) await keepTestScan(records, { text: 'one picture' });
    expect(await listener.until(enough(2 * scans))).toHaveLength(2 * scans);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });
});

describe('a client that takes nothing', () => {
  it('is cut after a time, and the place is free again', async () => {
    const records = await openTestRecords();
    const { id: scanId } = await keepTestScan(records);
    const about = { scanId, code: 'x'.repeat(2000) };
    const [firstId] = await records.db.selectFrom('events').select('id').execute();
    for (let n = 0; n < 100; n++) {
      const events = Array.from({ length: 100 }, () => ({ type: 'scan.failed', about }) as const);
      await records.commit.write((transaction) => appendEvents(transaction, 'NLRTM', events));
    }
    const clients: number[] = [];
    const app = fastify();
    onTestFinished(() => app.close());
    app.decorateRequest('failure', null);
    app.decorateRequest('requester', { getter: () => LOCAL_REQUESTER });
    const metrics = { setEventClients: (count: number) => clients.push(count) };
    await app.register(eventRoutes, { records, metrics, keyRing: createKeyRing(records), stallMs: 200 });
    const { port } = await listen(app);
    const slow = connect(port, '127.0.0.1');
    const closed = new Promise((resolve) => app.server.once('connection', (socket) => socket.once('close', resolve)));
    slow.on('error', () => {});
    slow.pause();
    slow.write(`GET /v1/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: ${firstId?.id}\r\n\r\n`);
    await closed;
    expect(clients).toEqual([1, 0]);
    slow.destroy();
  });
});

describe('a stream of events', () => {
  it('shows a port its own events only', async () => {
    const records = await openTestRecords();
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
    const records = await openTestRecords();
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
    const records = await openTestRecords();
    await keepTestScan(records, { port: 'DEHAM' });
    const [foreign] = await records.db.selectFrom('events').select('id').execute();
    const unknown = await records.events.positionOf('0193a0c0-0000-7000-8000-000000000000', 'NLRTM');
    expect(await records.events.positionOf(foreign?.id ?? '', 'NLRTM')).toEqual(unknown);
  });

  it('says that it is there while nothing happens, and ends when the records are away', async () => {
    const records = await openTestRecords();
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
