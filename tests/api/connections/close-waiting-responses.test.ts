import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { fastify } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { closeWaitingResponses } from '../../../src/api/connections/close-waiting-responses.ts';
import { createSignal } from '../../fixtures/signal.ts';
import { listen } from '../test-app.ts';

const ASK = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** A server that answers when told to, and what it has closed, with a client that asks it so often without reading. */
async function ask(times: number) {
  const app = fastify();
  onTestFinished(() => app.close());
  closeWaitingResponses(app);
  const released = createSignal();
  const responses: ServerResponse[] = [];
  const closed: ServerResponse[] = [];
  const sockets: Socket[] = [];
  app.server.on('connection', (socket) => sockets.push(socket));
  app.get('/', async (_request, reply) => {
    responses.push(reply.raw);
    reply.raw.on('close', () => closed.push(reply.raw));
    return released.given.then(() => 'answer');
  });
  const { port } = await listen(app);
  const client = connect(port, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  client.write(ASK.repeat(times));
  await expect.poll(() => responses.length).toBe(times);
  const [socket] = sockets;
  if (socket === undefined) throw new Error('Nobody has connected.');
  return { responses, closed, client, socket, release: released.give };
}

it('closes each response of a connection that goes, those that waited for their turn too', async () => {
  const { responses, closed, client } = await ask(4);
  client.destroy();
  await expect.poll(() => new Set(closed)).toEqual(new Set(responses));
  expect(closed).toHaveLength(4);
});

it('closes each once where answers are on their way when the connection goes', async () => {
  const { responses, closed, client, release } = await ask(4);
  release();
  await once(client, 'data');
  client.destroy();
  await expect.poll(() => new Set(closed)).toEqual(new Set(responses));
  expect(closed).toHaveLength(4);
});

it('leaves one listener on a connection, however many requests it carries', async () => {
  const { closed, client, socket, release } = await ask(1);
  release();
  await expect.poll(() => closed.length).toBe(1);
  const before = socket.listenerCount('close');
  client.write(ASK.repeat(30));
  await expect.poll(() => closed.length).toBe(31);
  expect(socket.listenerCount('close')).toBe(before + 1);
});
