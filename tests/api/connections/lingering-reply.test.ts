import { once } from 'node:events';
import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { lingerOverUnreadBodies } from '../../../src/api/connections/lingering-reply.ts';
import { beginScan } from '../../main/raw-sender.ts';

const NEVER_MS = 3_600_000;

async function listen(maxPauseMs: number): Promise<string> {
  const app = Fastify();
  onTestFinished(() => app.server.closeAllConnections());
  lingerOverUnreadBodies(app, { maxBytes: 67_108_864, maxMs: NEVER_MS, maxPauseMs });
  app.addHook('onRequest', async (_request, reply) => reply.code(503).send('refused'));
  app.post('/v1/scans', async () => 'taken');
  return app.listen({ port: 0, host: '127.0.0.1' });
}

it('a connection whose refused body has stopped coming is closed, its answer read', async () => {
  const { socket, answer } = await beginScan(await listen(50), new Uint8Array(1), { length: 1_000_000 });
  await once(socket, 'close');
  expect(answer()).toContain('refused');
});

it('a connection whose refused body goes on coming is left open until all was read', async () => {
  const length = 8;
  const { socket, answer } = await beginScan(await listen(2_000), new Uint8Array(1), { length });
  await expect.poll(answer).toContain('refused');
  for (let sent = 1; sent < length; sent++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(socket.closed).toBe(false);
    socket.write(new Uint8Array(1));
  }
  socket.write('POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  await once(socket, 'close');
  expect(answer().match(/refused/g)).toHaveLength(2);
});
