import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openHttp } from '../../../src/inference/runtimes/remote/http-connection.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

/** More than the sockets of both ends hold, so that it cannot have left while nobody reads. */
const BODY = new Uint8Array(64 * 2 ** 20);

/** Sends a long body to a server that answers as soon as it has the headers, and reads no further. */
async function askHasty(status: number) {
  const server = http.createServer((request, response) => {
    request.pause();
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connection = openHttp(new URL(`http://127.0.0.1:${port}`), null);
  onTestFinished(() => {
    connection.close();
    server.closeAllConnections();
    server.close();
  });
  return connection.request({ method: 'POST', path: '/', body: BODY, deadlineMs: 60_000, answerLimitBytes: () => 100 });
}

it('takes no answer from a server that was not sent the whole scan yet', async () => {
  expect(failureOf(await askHasty(200))).toBe(
    'answers before it was sent the whole request, so it has not looked at all of it',
  );
});

it('hears a refusal that comes at once', async () => {
  expect(valueFrom(await askHasty(503)).status).toBe(503);
});
