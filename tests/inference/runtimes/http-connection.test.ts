import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openHttp } from '../../../src/inference/runtimes/remote/http-connection.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

it.each([10, 16_000_000])(
  'asks once more where the connection was closed while it rested, with %i bytes',
  async (bytes) => {
    const sockets: Socket[] = [];
    const server = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
    server.on('connection', (socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const connection = openHttp(new URL(`http://127.0.0.1:${port}`), null);
    onTestFinished(() => connection.close());
    const body = new Uint8Array(bytes);
    const ask = () =>
      connection.request({ method: 'POST', path: '/', body, deadlineMs: 60_000, answerLimitBytes: () => 100 });
    valueFrom(await ask());
    await setImmediate();
    // Not heard of before the next request, as by a thread that prepares a scan meanwhile.
    for (const socket of sockets) socket.destroy();
    expect(valueFrom(await ask()).status).toBe(200);
    expect(sockets).toHaveLength(2);
  },
);
