import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { leaveToOthers } from '../../../src/api/connections/leave-to-others.ts';

async function start() {
  const app = Fastify({ return503OnClosing: false });
  app.get('/', async () => 'answer');
  onTestFinished(() => app.close());
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  return { app, port: Number(port) };
}

/** A client with one connection that it keeps. */
function keeping(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const ask = () =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ port, host: '127.0.0.1', agent }, (reply) => {
        reply.resume().once('end', () => resolve(reply.statusCode));
      });
      asked.once('error', reject).end();
    });
  return { ask, leave: () => agent.destroy() };
}

it('answers what comes over connections that are there, those that said nothing yet included, and takes no other', async () => {
  const { app, port } = await start();
  const kept = keeping(port);
  expect(await kept.ask()).toBe(200);
  const silent = connect(port, '127.0.0.1').setEncoding('latin1');
  await once(silent, 'connect');
  // It knows of both when it has answered one that came later.
  expect(await keeping(port).ask()).toBe(200);
  const left = leaveToOthers(app);
  await expect(keeping(port).ask()).rejects.toThrow('ECONNREFUSED');
  expect(await kept.ask()).toBe(200);
  silent.end('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [text] = await once(silent, 'data');
  expect(text).toContain('200 OK');
  await left;
}, 20_000);

it('waits no longer than the last of them is there', async () => {
  const { app, port } = await start();
  const kept = keeping(port);
  await kept.ask();
  const begunAt = performance.now();
  const left = leaveToOthers(app);
  kept.leave();
  await left;
  expect(performance.now() - begunAt).toBeLessThan(2_500);
}, 20_000);
