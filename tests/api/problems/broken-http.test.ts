import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { succeed } from '../../../src/domain/failure.ts';
import { resultOf } from '../fake-screener.ts';
import { listen, startTestApp } from '../test-app.ts';

/** Not a measure of speed. */
const PATIENTLY = { timeout: 20_000 };
const IMAGE = 'Host: localhost\r\nContent-Type: image/png\r\n';

/** A connection, and what has come back on it. */
function open(port: number) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => {});
  return { socket, text: () => text };
}

describe('broken HTTP', () => {
  it('is answered with its cause and its cure', async () => {
    const { app } = await startTestApp();
    const { port } = await listen(app);
    for (const [request, sentence] of [
      ['NONSENSE\r\n\r\n', 'begins with no method'],
      ['GET /a b HTTP/1.1\r\n\r\n', 'as %20'],
      ['GET / HTTP/3.0\r\n\r\n', 'does not end in HTTP/1.1'],
      [`POST / HTTP/1.1\r\n${IMAGE}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`, 'both Content-Length and'],
      [
        `POST / HTTP/1.1\r\n${IMAGE}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`,
        'several Content-Length headers',
      ],
      [`POST / HTTP/1.1\r\n${IMAGE}Content-Length: many\r\n\r\nabc`, 'no number of bytes'],
      [`POST / HTTP/1.1\r\n${IMAGE}Transfer-Encoding: gzip\r\n\r\nabc`, 'is not chunked'],
      ['GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n', 'goes on in a second line'],
      ['GET / HTTP/1.1\r\nHost: localhost\r\nX-A: \x01\r\n\r\n', 'control character'],
      ['GET / HTTP/1.1\r\nHost: localhost\r\nX A: b\r\n\r\n', 'no name that can be read'],
      ['GET / HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n', 'without CR and LF'],
      [`GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'x'.repeat(20_000)}\r\n\r\n`, 'longer than 16 KiB'],
    ] as const) {
      const { socket, text } = open(port);
      socket.write(request);
      await expect.poll(text, PATIENTLY).toMatch(new RegExp(`"detail":"[^"]*${sentence}`));
      expect(text()).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*"code":"malformed-request"/s);
    }
  });

  it('is answered under /v2 as the Open Inference Protocol has it, also in a body', async () => {
    const { app } = await startTestApp();
    const { port } = await listen(app);
    const head = 'POST /v2/models/first/infer HTTP/1.1\r\nHost: localhost\r\n';
    const inHeader = open(port);
    inHeader.socket.write(`${head}X A: b\r\n\r\n`);
    await expect
      .poll(inHeader.text, PATIENTLY)
      .toMatch(/^HTTP\/1\.1 400 .*Type: application\/json\r\n.*\{"error":"A header/s);

    const inBody = open(port);
    inBody.socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`);
    inBody.socket.write('zz\r\n');
    await expect
      .poll(inBody.text, PATIENTLY)
      .toMatch(/^HTTP\/1\.1 400 .*Type: application\/json\r\n.*\{"error":"A chunk/s);
  });

  it('behind an answer to the same request closes the connection without a second one', async () => {
    const { app } = await startTestApp();
    const { port } = await listen(app);
    const { socket, text } = open(port);
    socket.write(
      'POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/gif\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
    );
    await expect.poll(text, PATIENTLY).toContain('"code":"unsupported-media-type"');
    socket.write('zz\r\n');
    await once(socket, 'close');
    expect(text().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 415']);
  });

  it('behind a whole request leaves the answer to that one, and ends the connection with it', async () => {
    const { app, screener } = await startTestApp();
    const { port } = await listen(app);
    let finish = () => {};
    screener.answer = (job) =>
      new Promise((resolve) => {
        finish = () => resolve(succeed({ result: resultOf(job), queueMs: 0 }));
      });
    const { socket, text } = open(port);
    const closed = once(socket, 'close');
    socket.write(`POST /v1/scans HTTP/1.1\r\n${IMAGE}Content-Length: 3\r\n\r\nabc`);
    await expect.poll(() => screener.jobs.length, PATIENTLY).toBe(1);
    const broken = once(app.server, 'clientError');
    socket.write('NONSENSE\r\n\r\n');
    await broken;
    finish();
    await closed;
    expect(text().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 201']);
  });
});

describe('what Node refuses by itself with an empty answer', () => {
  it.each([
    ['no Host', 'Content-Length: 3\r\n', 'no Host header'],
    ['two Hosts', 'Host: localhost\r\nhost: localhost\r\nContent-Length: 3\r\n', 'several Host headers'],
    ['an unknown Expect', 'Host: localhost\r\nExpect: 200-ok\r\nContent-Length: 3\r\n', 'Expect header'],
  ])('is a problem that says so: %s', async (_what, headers, sentence) => {
    const { app, screener, logLines } = await startTestApp();
    const { port } = await listen(app);
    const { socket, text } = open(port);
    socket.write(`POST /v1/scans HTTP/1.1\r\nContent-Type: image/png\r\n${headers}\r\nabc`);
    await expect.poll(text, PATIENTLY).toContain(sentence);
    expect(text()).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*"code":"malformed-request"/s);
    expect(screener.permits.taken).toBe(0);
    await expect.poll(() => logLines.map((line) => JSON.parse(line).code), PATIENTLY).toContain('malformed-request');
  });

  it('is answered where HTTP allows it: HTTP/1.0 names no host', async () => {
    const { app } = await startTestApp();
    const { port } = await listen(app);
    const { socket, text } = open(port);
    socket.write('GET /livez HTTP/1.0\r\n\r\n');
    await once(socket, 'close');
    expect(text()).toContain('{"status":"live"}');
  });
});
