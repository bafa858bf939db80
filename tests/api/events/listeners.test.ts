import { connect } from 'node:net';
import { fastify } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeyRing } from '../../../src/api/access/key-ring.ts';
import { eventRoutes } from '../../../src/api/routes/events.ts';
import { LOCAL_REQUESTER } from '../../../src/domain/service/requester.ts';
import { appendEvents } from '../../../src/records/events/events.ts';
import { keepTestScan } from '../../records/kept-scans.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { createApiDatabase } from '../api-database.ts';
import { listen } from '../test-app.ts';
import { makeTestKey } from '../test-keys.ts';
import { enough, hear, startedApp } from './hear-events.ts';

describe('listeners of GET /v1/events', () => {
  it('refuses one listener too many, and takes it when another has left', async () => {
    const { url } = await startedApp();
    const listeners = await Promise.all(Array.from({ length: 64 }, () => hear(url)));
    const refused = await fetch(`${url}/v1/events`);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'overloaded' });
    expect(refused.headers.get('retry-after')).toBe('30');
    listeners[0]?.leave();
    await expect.poll(async () => (await hear(url)).reply.status).toBe(200);
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

  it('lets the service close while clients listen', async () => {
    const { url, app } = await startedApp();
    const listener = await hear(url);
    const ended = listener.until(() => false);
    await app.close();
    expect(await ended).toBeNull();
  });

  it('keeps little for a client that does not read, and the others hear at once', async () => {
    const { url, port, records } = await startedApp();
    const [ofAll, ofOne] = [await makeTestKey(records), await makeTestKey(records, { port: 'NLRTM' })];
    const { after } = records.events;
    let read = 0;
    records.events.after = async (seq, ofPort, limit) => {
      const page = await after(seq, ofPort, limit);
      if (ofPort === null && page.ok) read += page.value.length;
      return page;
    };
    const slow = connect(port, '127.0.0.1');
    onTestFinished(() => void slow.destroy());
    slow.pause();
    const { authorization } = ofAll.headers;
    slow.write(`GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\n\r\n`);
    const listener = await hear(url, ofOne.headers);
    const { id: scanId } = await keepTestScan(records, { port: 'NLRTM' });
    await listener.until(enough(2));

    // Forty megabytes, of which the kernel takes ten off the service's hands at most.
    const about = { scanId, code: 'x'.repeat(10_000) };
    const events = Array.from({ length: 100 }, () => ({ type: 'scan.failed', about }) as const);
    for (let n = 0; n < 40; n++) {
      await records.commit.write((transaction) => appendEvents(transaction, 'DEHAM', events));
    }
    await keepTestScan(records, { port: 'NLRTM' });
    expect(await listener.until(enough(4))).toHaveLength(4);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(2000);
  });
});

describe('a client that takes nothing', () => {
  it('is cut after a time, and the place is free again', async () => {
    const records = await openTestRecords(await createApiDatabase());
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
