import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { whenClosed } from '../../../src/api/connections/when-closed.ts';

async function responseToOneWhoAsks() {
  const server = createServer();
  onTestFinished(() => void server.close());
  const asked = new Promise<ServerResponse>((resolve) =>
    server.once('request', (_request, response) => resolve(response)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return { response: await asked, client };
}

it('hears of a client that leaves', async () => {
  const { response, client } = await responseToOneWhoAsks();
  let calls = 0;
  whenClosed(response, () => calls++);
  expect(calls).toBe(0);
  client.destroy();
  await expect.poll(() => calls).toBe(1);
});

it('hears at once of a client that had left before', async () => {
  const { response, client } = await responseToOneWhoAsks();
  const closed = new Promise((resolve) => response.once('close', resolve));
  client.destroy();
  await closed;
  let calls = 0;
  whenClosed(response, () => calls++);
  expect(calls).toBe(1);
});
