import { expect, it } from 'vitest';
import { hasUnreachablePort } from '../../src/webhooks/unreachable-ports.ts';

const LARGEST_BLOCKED = 10_080;
const isRefused = (port: number) => hasUnreachablePort(new URL(`http://port.example:${port}/scans`));
/** Node's own addition to what `fetch` takes: the port is looked at before it is asked. */
const SENDING_NOTHING = {
  dispatch: () => {
    throw new Error('nothing is sent');
  },
};

it('are those that fetch blocks, and 0', async () => {
  const blocked: number[] = [];
  const refused: number[] = [];
  for (let port = 1; port <= LARGEST_BLOCKED + 1000; port++) {
    if (isRefused(port)) refused.push(port);
    const error: unknown = await Reflect.apply(fetch, null, [
      `http://127.0.0.1:${port}/`,
      { dispatcher: SENDING_NOTHING },
    ]).catch((why: unknown) => why);
    if (error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port')
      blocked.push(port);
  }
  expect(refused).toEqual(blocked);
  expect(isRefused(0)).toBe(true);
});

it('are not those of addresses without one, nor of the schemes', () => {
  const urls = ['https://port.example/', 'http://port.example/', 'https://port.example:8443/', 'http://[::1]:6001/'];
  expect(urls.filter((url) => hasUnreachablePort(new URL(url)))).toEqual([]);
});
