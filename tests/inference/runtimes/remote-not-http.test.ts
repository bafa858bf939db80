import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openHttp } from '../../../src/inference/runtimes/remote/http-connection.ts';
import { failureOf } from '../../fixtures/value-from.ts';

/** Asks a server that says these very bytes as soon as it is asked anything. */
async function askOneThatSays(bytes: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const connection = openHttp(new URL(`http://127.0.0.1:${port}`), null);
  onTestFinished(() => {
    connection.close();
    server.close();
  });
  return failureOf(
    await connection.request({ method: 'GET', path: '/', deadlineMs: 2000, answerLimitBytes: () => 100 }),
  );
}

it('waits no longer for a server that wants to go on in another protocol', async () => {
  const answer = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\nfurther bytes';
  expect(await askOneThatSays(answer)).toBe('answers 101, as if it were asked for another protocol');
});

it.each([
  ['the frames of gRPC', '\0\0\u0012\u0004\0\0\0\0\0\0\u0003\0\0\0d'],
  ['bytes behind the answer', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}and more\r\n\r\n'],
])('says that a server speaks no HTTP where it answers with %s', async (_what, bytes) => {
  expect(await askOneThatSays(bytes)).toMatch(/^answers with what is no HTTP\/1.1 \(HPE_\w+\); see that its address/);
});
