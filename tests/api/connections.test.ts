import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { succeed } from '../../src/domain/failure.ts';
import { OVERLOADED, resultOf } from './fake-screener.ts';
import { listen, startTestApp } from './test-app.ts';

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

describe('a client that leaves', () => {
  it.each([
    ['want of a place', {}, '503'],
    ['coming from a foreign page', { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }, '403'],
  ])('when it hears that it is refused for %s has nothing done for it after that', async (_why, headers, status) => {
    const { app, screener, logLines } = await startTestApp();
    if (status === '503') screener.refusal = OVERLOADED;
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    const lines = Object.entries({
      host: `127.0.0.1:${port}`,
      'content-type': 'image/png',
      'content-length': 9000,
      ...headers,
    });
    socket.write(`POST /v1/scans HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain(`HTTP/1.1 ${status} `);
    socket.destroy();

    await expect
      .poll(async () => (await app.inject('/metrics')).body)
      .toContain(`scanbench_http_request_duration_seconds_count{method="POST",route="/v1/scans",status="${status}"} 1`);
    expect(screener.permits.taken).toBe(0);
    expect(logLines.filter((line) => /"level":[4-6]0/.test(line))).toEqual([]);
  });

  it('while it uploads gives its place back and is counted', async () => {
    const { app, screener } = await startTestApp();
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 9000\r\n\r\nabc',
    );
    await expect.poll(() => screener.permits.taken).toBe(1);
    socket.destroy();
    await expect.poll(() => screener.permits.released).toBe(1);
    await expect
      .poll(async () => (await app.inject('/metrics')).body)
      .toContain('scanbench_abandoned_total{stage="upload"} 1');
  });

  it('while its scan is screened has its work called off, and its place kept until the thread is free', async () => {
    const { app, screener } = await startTestApp();
    let finish = () => {};
    let signal: AbortSignal | undefined;
    screener.answer = (job, options) => {
      signal = options.signal;
      return new Promise((resolve) => {
        finish = () => resolve(succeed({ result: resultOf(job), queueMs: 0 }));
      });
    };
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\nabc',
    );
    await expect.poll(() => screener.jobs.length).toBe(1);
    socket.destroy();
    await expect.poll(() => signal?.aborted).toBe(true);
    expect(screener.permits.released).toBe(0);
    finish();
    await expect.poll(() => screener.permits.released).toBe(1);
    expect((await app.inject('/metrics')).body).toContain('scanbench_abandoned_total{stage="screening"} 1');
  });

  it('while its answer is on its way is counted, and has one line in the log', async () => {
    const { app, screener, logLines } = await startTestApp();
    screener.answer = async (job) => {
      // More than the kernel takes off the service's hands.
      const viewPngs = [{ view: 'side', png: new Uint8Array(16 * MEBIBYTE.length) }];
      return succeed({ result: { ...resultOf(job), viewPngs }, queueMs: 0 });
    };
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /v1/scans?images=inline HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\nabc',
    );
    await once(socket, 'readable');
    socket.destroy();
    await expect
      .poll(async () => (await app.inject('/metrics')).body)
      .toContain('scanbench_abandoned_total{stage="reply"} 1');
    const lines = logLines.map((line) => JSON.parse(line)).filter(({ route }) => route === '/v1/scans');
    expect(lines).toEqual([expect.objectContaining({ msg: 'abandoned', stage: 'reply' })]);
  });
});

describe('a client that sends several scans over one connection and leaves before an answer', () => {
  const SCANS = 3;
  const SCAN = 'POST /v1/scans HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\nabc';

  it('has all of them called off, counted, logged, and none kept', async () => {
    const { app, screener, records, logLines } = await startTestApp();
    const finish: (() => void)[] = [];
    const signals: (AbortSignal | undefined)[] = [];
    screener.answer = (job, { signal }) => {
      signals.push(signal);
      return new Promise((resolve) => {
        finish.push(() => resolve(succeed({ result: resultOf(job), queueMs: 0 })));
      });
    };
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    socket.write(SCAN.repeat(SCANS));
    await expect.poll(() => finish.length).toBe(SCANS);
    socket.destroy();
    await expect.poll(() => signals.map((signal) => signal?.aborted)).toEqual([true, true, true]);
    for (const end of finish) end();
    await expect.poll(() => screener.permits).toEqual({ taken: SCANS, released: SCANS });

    const metrics = (await app.inject('/metrics')).body;
    expect(metrics).toContain(`scanbench_abandoned_total{stage="screening"} ${SCANS}`);
    expect(metrics).toContain('scanbench_takt_met_total 0');
    expect(await records.db.selectFrom('scans').select('id').execute()).toEqual([]);
    const lines = logLines.map((line) => JSON.parse(line)).filter(({ route }) => route === '/v1/scans');
    const line = { level: 30, msg: 'abandoned', method: 'POST', route: '/v1/scans', stage: 'screening' };
    expect(lines).toEqual(Array.from({ length: SCANS }, () => expect.objectContaining(line)));
  });
});

describe('a sender that asks whether to send its body (Expect: 100-continue)', () => {
  /** Sends the head of a scan of three bytes, and gives what has come back. */
  function ask(port: number, path = '/v1/scans') {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    const head = 'Host: localhost\r\nContent-Type: image/png\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n';
    socket.write(`POST ${path} HTTP/1.1\r\n${head}`);
    return { socket, text: () => text };
  }

  it('is told to go on where there is a place for its scan', async () => {
    const { app } = await startTestApp();
    const { port } = await listen(app);
    const { socket, text } = ask(port);
    await expect.poll(text).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('abc');
    await expect.poll(text).toMatch(/HTTP\/1\.1 201 Created/);
  });

  it('is refused and never told to go on where there is none', async () => {
    const { app, screener } = await startTestApp();
    screener.refusal = OVERLOADED;
    const { port } = await listen(app);
    const { socket, text } = ask(port);
    await expect.poll(text).toContain('"code":"overloaded"');
    expect(text()).toMatch(/^HTTP\/1\.1 503 /);
    // What comes next on this connection would be taken for the body.
    expect(text().toLowerCase()).toContain('connection: close');
    socket.write('abc');
    await once(socket, 'close');
    expect(text()).not.toContain('100 Continue');
  });

  it('is not told to go on for a technology that is not known', async () => {
    const { app } = await startTestApp();
    const { port } = await listen(app);
    const { text } = ask(port, '/v1/scans?technology=none');
    await expect.poll(text).toContain('"code":"unknown-technology"');
    expect(text()).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('a service that stops', () => {
  it('ends kept connections with an answer that says so, that of a scan in flight too', async () => {
    const { app, screener } = await startTestApp();
    let finish = () => {};
    screener.answer = (job) =>
      new Promise((resolve) => {
        finish = () => resolve(succeed({ result: resultOf(job), queueMs: 0 }));
      });
    const { url } = await listen(app);
    const post = () =>
      fetch(`${url}/v1/scans`, { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'abc' });
    const before = await fetch(`${url}/livez`);
    const inFlight = post();
    await expect.poll(() => screener.jobs.length).toBe(1);
    await screener.drain();
    const refused = await post();
    finish();

    expect(before.headers.get('connection')).toBe('keep-alive');
    expect([refused.status, refused.headers.get('connection')]).toEqual([503, 'close']);
    const answered = await inFlight;
    expect([answered.status, answered.headers.get('connection')]).toEqual([201, 'close']);
  });
});

describe('broken HTTP', () => {
  it('is answered as a problem', async () => {
    const { app } = await startTestApp();
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"malformed-request"/);
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
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    onTestFinished(() => void socket.destroy());
    socket.write(`POST /v1/scans HTTP/1.1\r\nContent-Type: image/png\r\n${headers}\r\nabc`);
    await expect.poll(() => text).toContain(sentence);
    expect(text).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*"code":"malformed-request"/s);
    expect(screener.permits.taken).toBe(0);
    await expect.poll(() => logLines.map((line) => JSON.parse(line).code)).toContain('malformed-request');
  });

  it('is answered where HTTP allows it: HTTP/1.0 names no host', async () => {
    const { app } = await startTestApp();
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    socket.write('GET /livez HTTP/1.0\r\n\r\n');
    await once(socket, 'close');
    expect(text).toContain('{"status":"live"}');
  });
});
