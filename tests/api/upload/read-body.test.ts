import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { readBody } from '../../../src/api/upload/read-body.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
setFlagsFromString('--no-expose-gc');

/** Reads a body of untold length that comes in chunks of this size; `whenSent` is called before its end comes. */
async function readInChunks(
  sent: Buffer,
  { chunkBytes, maxBytes, whenSent = () => {} }: { chunkBytes: number; maxBytes: number; whenSent?: () => void },
) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  socket.on('error', () => {});
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
  const [request] = await once(server, 'request');
  let received = 0;
  request.on('data', (chunk: Uint8Array) => {
    received += chunk.length;
    if (received !== sent.length) return;
    whenSent();
    socket.write('0\r\n\r\n');
  });
  const body = readBody(request, maxBytes);
  const chunks: Buffer[] = [];
  for (let at = 0; at < sent.length; at += chunkBytes) {
    const chunk = sent.subarray(at, at + chunkBytes);
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  socket.write(Buffer.concat(chunks));
  return body;
}

const countingBytes = (length: number) => Buffer.from(Uint8Array.from({ length }, (_, i) => i % 251));

it('keeps a body in about its own size, however small the chunks are that it comes in', async () => {
  const sent = countingBytes(100_000);
  let after = 0;
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const whenSent = () => {
    collectGarbage();
    after = process.memoryUsage().heapUsed;
  };
  const body = await readInChunks(sent, { chunkBytes: 1, maxBytes: sent.length, whenSent });
  expect(body.ok && sent.equals(body.value)).toBe(true);
  // A chunk that is kept costs two hundred bytes beside its own.
  expect((after - before) / sent.length).toBeLessThan(60);
});

it.each([1009, 65_536, 300_007])('puts chunks of %i bytes together as they were sent', async (chunkBytes) => {
  const sent = countingBytes(1_000_000);
  const body = await readInChunks(sent, { chunkBytes, maxBytes: sent.length });
  expect(body.ok && sent.equals(body.value)).toBe(true);
});

it('refuses the byte that is one too many', async () => {
  const body = await readInChunks(countingBytes(1001), { chunkBytes: 1, maxBytes: 1000 });
  expect(body).toMatchObject({ ok: false, failure: { code: 'scan-too-large' } });
});
