import { once } from 'node:events';
import { Agent, get } from 'node:https';
import { connect, createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenOnEveryAddress } from '../../../src/api/connections/every-address.ts';
import { leaveToOthers } from '../../../src/api/connections/leave-to-others.ts';
import { hasOpenssl, makeSelfSigned } from '../../fixtures/self-signed.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { startTestApp } from '../test-app.ts';

const ADDRESSES = ['127.0.0.1', '127.0.0.2'];
const textOf = (url: string) => `listening at ${url}`;

async function listenOnBoth(app: FastifyInstance, addresses: readonly string[] = ADDRESSES): Promise<number> {
  const url = await listenOnEveryAddress(app, { host: 'localhost', port: 0, textOf }, async () => addresses);
  return Number(new URL(url).port);
}

function talk(host: string, port: number, words: string) {
  const socket = connect(port, host);
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  socket.on('error', () => {});
  socket.write(words);
  return { socket, heard: () => heard, ended: once(socket, 'close').then(() => heard) };
}

const withoutDate = (answer: string) => answer.replace(/^(Date|x-request-id): .*$/gim, '');

describe('a service on every address that localhost leads to', () => {
  it('answers over each alike what is no HTTP, and what is', async () => {
    const { app } = await startTestApp();
    const port = await listenOnBoth(app);
    const answersTo = (words: string) => Promise.all(ADDRESSES.map((host) => talk(host, port, words).ended));
    const [one, other] = await answersTo('GET /livez HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n');
    expect(one).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*malformed-request/s);
    expect(other).toBe(one);
    const [first, second] = await answersTo('GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(first).toMatch(/^HTTP\/1\.1 200 /);
    expect(withoutDate(second ?? '')).toBe(withoutDate(first ?? ''));
  });

  it('keeps the other half of a connection open for the answer over each', async () => {
    const { app } = await startTestApp();
    const port = await listenOnBoth(app);
    for (const host of ADDRESSES) {
      const { socket, ended } = talk(host, port, 'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n');
      socket.end();
      expect(await ended).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  it('is closed with what rests, and takes no more over either', async () => {
    const { app } = await startTestApp();
    const port = await listenOnBoth(app);
    const resting = ADDRESSES.map((host) => talk(host, port, 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    for (const { heard } of resting) await expect.poll(heard).toContain('200 OK');
    await app.close();
    for (const { ended } of resting) expect(await ended).toContain('200 OK');
    for (const host of ADDRESSES) {
      const [refused] = await once(connect(port, host), 'error');
      expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('leaves to others what comes over either', async () => {
    const { app } = await startTestApp();
    const port = await listenOnBoth(app);
    await leaveToOthers(app);
    for (const host of ADDRESSES) {
      const [refused] = await once(connect(port, host), 'error');
      expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('does without an address that this machine does not have, and not without one that another program took', async () => {
    const { app } = await startTestApp();
    const port = await listenOnBoth(app, ['127.0.0.1', '192.0.2.7']);
    expect(await talk('127.0.0.1', port, 'GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n').ended).toContain('200 OK');
    const taken = createServer().listen(0, '127.0.0.2');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const address = taken.address();
    const takenPort = typeof address === 'object' && address !== null ? address.port : 0;
    const { app: second } = await startTestApp();
    const options = { host: 'localhost', port: takenPort, textOf };
    await expect(listenOnEveryAddress(second, options, async () => ADDRESSES)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it.skipIf(!hasOpenssl)('speaks TLS over each', async () => {
    const tls = makeSelfSigned(await temporaryFolder());
    const { app } = await startTestApp({}, undefined, undefined, tls);
    const port = await listenOnBoth(app);
    for (const host of ADDRESSES) {
      const agent = new Agent({ ca: tls.cert, checkServerIdentity: () => undefined });
      const status = await new Promise((resolve, reject) => {
        get({ host, port, path: '/livez', agent }, (reply) => resolve(reply.resume().statusCode)).once('error', reject);
      });
      expect(status).toBe(200);
      agent.destroy();
    }
  });
});
