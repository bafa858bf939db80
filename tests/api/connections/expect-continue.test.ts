import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OVERLOADED } from '../fake-screener.ts';
import { listen, startTestApp } from '../test-app.ts';

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
