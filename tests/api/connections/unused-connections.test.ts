import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import Fastify, { type FastifyInstance, type FastifyServerFactory } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tlsServerFactory } from '../../../src/api/connections/tls-server.ts';
import { closeUnusedConnections } from '../../../src/api/connections/unused-connections.ts';
import { hasOpenssl, makeSelfSigned } from '../../fixtures/self-signed.ts';
import { createSignal } from '../../fixtures/signal.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const LIMIT_MS = 60_000;
const ASK = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
const HOLD = 'GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n';

interface Client {
  readonly socket: Socket;
  readonly heard: () => string;
  readonly isClosed: () => boolean;
}

/** An application that may have so many connections; what asks for `/hold` is answered when `release` is called. */
async function start(most: number, serverFactory?: FastifyServerFactory) {
  const app: FastifyInstance = Fastify({
    return503OnClosing: false,
    ...(serverFactory !== undefined && { serverFactory }),
  });
  const released = createSignal();
  app.get('/', async () => 'answer');
  let held = 0;
  app.get('/hold', async () => {
    held += 1;
    return released.given.then(() => 'held');
  });
  closeUnusedConnections(app, most);
  onTestFinished(() => {
    released.give();
    return app.close();
  });
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  return { app, port: Number(port), release: released.give, holding: () => held };
}

function follow(socket: Socket): Client {
  let heard = '';
  let isClosed = false;
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  socket.on('error', () => {});
  socket.once('close', () => {
    isClosed = true;
  });
  onTestFinished(() => {
    socket.destroy();
  });
  return { socket, heard: () => heard, isClosed: () => isClosed };
}

async function open(port: number): Promise<Client> {
  const client = follow(connect(port, '127.0.0.1'));
  await once(client.socket, 'connect');
  return client;
}

async function openTls(port: number): Promise<Client> {
  const client = follow(connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }));
  await once(client.socket, 'secureConnect');
  return client;
}

async function ask({ socket, heard }: Client): Promise<void> {
  const before = heard().length;
  socket.write(ASK);
  await expect.poll(() => heard().slice(before), { timeout: 20_000 }).toContain('answer');
}

const closedOf = (clients: readonly Client[]) => clients.map(({ isClosed }) => isClosed());

describe('connections that nobody uses', () => {
  it.each([
    ['in the clear', null],
    ['under TLS', openTls],
  ])(
    '%s make way for one that comes: first those that never asked, then the one that rests for longest',
    async (_how, overTls) => {
      if (overTls !== null && !hasOpenssl) return;
      const limits = { requestTimeoutMs: LIMIT_MS, keepAliveTimeoutMs: LIMIT_MS, connectionTimeoutMs: LIMIT_MS };
      const credentials = overTls === null ? null : makeSelfSigned(await temporaryFolder());
      const factory =
        credentials === null ? undefined : tlsServerFactory(credentials, { ...limits, headersTimeoutMs: LIMIT_MS });
      const { port } = await start(4, factory);
      const connectNow = () => (overTls ?? open)(port);
      const resting = [await connectNow(), await connectNow()];
      for (const client of resting) await ask(client);
      const silent = [await connectNow(), await connectNow()];

      const third = await connectNow();
      await ask(third);
      await expect.poll(() => closedOf(silent)).toEqual([true, false]);
      await ask(await connectNow());
      await expect.poll(() => closedOf(silent)).toEqual([true, true]);
      expect(closedOf(resting)).toEqual([false, false]);
      await ask(resting[0] ?? third);
      await ask(await connectNow());
      await expect.poll(() => closedOf(resting)).toEqual([false, true]);
    },
    LIMIT_MS,
  );

  it('do not make way where there are none: the one that comes is closed, and those at work are answered', async () => {
    const { port, release, holding } = await start(2);
    const working = [await open(port), await open(port)];
    for (const { socket } of working) socket.write(HOLD);
    await expect.poll(holding).toBe(2);
    await expect.poll((await open(port)).isClosed).toBe(true);
    release();
    for (const { heard } of working) await expect.poll(heard).toContain('held');
    await ask(await open(port));
  });

  it('do not hold up the end, where they never said a word', async () => {
    const { app, port } = await start(Number.POSITIVE_INFINITY);
    const silent = await open(port);
    await app.close();
    await expect.poll(silent.isClosed).toBe(true);
  });

  it('answer what they are asked in the moment in which the service stops', async () => {
    const { app, port } = await start(Number.POSITIVE_INFINITY);
    const late = await open(port);
    const closed = app.close();
    await sleep(50);
    expect(late.isClosed()).toBe(false);
    await ask(late);
    await closed;
  });

  it('end with an answer that was under way when the service stopped, and do not rest for another', async () => {
    const { app, port, release, holding } = await start(Number.POSITIVE_INFINITY);
    const working = await open(port);
    working.socket.write(HOLD);
    await expect.poll(holding).toBe(1);
    const closed = app.close();
    await sleep(50);
    release();
    await closed;
    await expect.poll(working.heard).toContain('held');
    await expect.poll(working.isClosed).toBe(true);
  }, 20_000);
});
