import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { succeed } from '../../../src/domain/failure.ts';
import { OVERLOADED, resultOf } from '../fake-screener.ts';
import { listen, startTestApp } from '../test-app.ts';

const MEBIBYTE = Buffer.alloc(1_048_576, 7);

/** The bytes of a request with a scan of three bytes; where more are promised, the rest never comes. */
function scan({ query = '', length = 3 } = {}): string {
  return `POST /v1/scans${query} HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: ${length}\r\n\r\nabc`;
}

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
    socket.write(scan({ length: 9000 }));
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
    socket.write(scan());
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
    socket.write(scan({ query: '?images=inline' }));
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
    socket.write(scan().repeat(SCANS));
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
