import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { OVERLOADED } from '../fake-screener.ts';
import { listen, startTestApp } from '../test-app.ts';

const MEBIBYTE = Buffer.alloc(1_048_576, 7);

/** Streams a body of so many MiB over a plain socket, whatever comes back meanwhile; throws when the connection breaks. */
async function stream(port: number, mebibytes: number, headers: Record<string, string | number>) {
  const isChunked = 'transfer-encoding' in headers;
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  const lines = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST /v1/scans HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  let written = 0;
  for (; written < mebibytes; written++) {
    if (isChunked) socket.write(`${MEBIBYTE.length.toString(16)}\r\n`);
    const isRoomLeft = socket.write(MEBIBYTE);
    if (isChunked) socket.write('\r\n');
    if (!isRoomLeft) await once(socket, 'drain');
  }
  if (isChunked) socket.write('0\r\n\r\n');
  await expect.poll(() => text).toContain('\r\n\r\n{');
  socket.destroy();
  const [head = '', body = '{}'] = text.split('\r\n\r\n');
  return { head: head.toLowerCase(), problem: JSON.parse(body), written };
}

describe('a refusal before the body is read', () => {
  it.each(['keep-alive', 'close'])('reaches a client that streams 20 MiB on (connection: %s)', async (connection) => {
    const { app, screener } = await startTestApp();
    screener.refusal = OVERLOADED;
    const { port } = await listen(app);
    const headers = { 'content-type': 'image/png', connection };
    const reply = await stream(port, 20, { ...headers, 'content-length': 20 * MEBIBYTE.length });
    expect(reply).toMatchObject({ problem: { status: 503, code: 'overloaded' }, written: 20 });
    expect(reply.head).toContain('retry-after: 2');
  });

  it.each([
    ['by its declared length', { 'content-length': 20 * MEBIBYTE.length }, 0],
    ['in chunks', { 'transfer-encoding': 'chunked' }, 1],
  ])('reaches a client whose scan is too large %s', async (_how, length, taken) => {
    const { app, screener } = await startTestApp({ maxScanBytes: 2 * MEBIBYTE.length });
    const { port } = await listen(app);
    const reply = await stream(port, 20, { 'content-type': 'image/png', ...length });
    expect(reply).toMatchObject({ problem: { status: 413, code: 'scan-too-large' }, written: 20 });
    expect(screener.permits).toEqual({ taken, released: taken });
  });

  it('is sent at once, while the client has sent nothing but its headers', async () => {
    const { app, screener } = await startTestApp();
    screener.refusal = OVERLOADED;
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 9000000\r\n\r\n',
    );
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 503 /);
    socket.destroy();
  });
});
