import { describe, expect, it } from 'vitest';
import { addressOf, operations, SCAN } from '../described-operations.ts';
import { startTestApp, type TestApp } from '../test-app.ts';
import { makeTestKey } from '../test-keys.ts';

describe('without keys, a request', () => {
  const ask = async (test: TestApp, host: string) =>
    (await test.app.inject({ url: '/v1/scans', headers: { host } })).statusCode;

  it.each(['localhost', 'LOCALHOST:8080', 'localhost.:80', '127.0.0.1:8080', '127.0.0.2', '[::1]:8080'])(
    'may name %s as its host',
    async (host) => {
      expect(await ask(await startTestApp(), host)).toBe(200);
    },
  );

  it.each([
    'attacker.example',
    'localhost.attacker.example:8080',
    '127.0.0.1.attacker.example',
    'attacker.example:8080#localhost',
    '0.0.0.0:8080',
    '192.0.2.7',
    '[::2]',
    '%',
    'evil@localhost',
    'localhost/evil',
    'localhost?evil',
    'localhost#evil',
  ])('that names %j is refused, with what to do', async (host) => {
    const test = await startTestApp();
    const reply = await test.app.inject({ url: '/v1/scans', headers: { host } });
    expect(reply.json()).toMatchObject({
      status: 421,
      code: 'misdirected',
      detail: expect.stringContaining('use localhost'),
    });
    const posted = await test.app.inject({ ...SCAN, headers: { ...SCAN.headers, host } });
    expect([posted.statusCode, test.screener.permits.taken]).toEqual([421, 0]);
    expect((await test.app.inject({ url: '/v2', headers: { host } })).json()).toEqual({ error: expect.any(String) });
  });

  it('may name the host that the service was told to listen on, or any where that is meant', async () => {
    expect(await ask(await startTestApp({ host: 'Gate.localdomain' }), 'gate.localdomain:8080')).toBe(200);
    expect(await ask(await startTestApp({ isInsecure: true }), 'scans.example')).toBe(200);
  });

  it('that names what is no host is refused, also where the service listens on an address of IPv6', async () => {
    const test = await startTestApp({ host: '::1' });
    expect(await ask(test, '%')).toBe(421);
    expect(await ask(test, '[::1]:8080')).toBe(200);
  });

  it('may name any host once there are keys: who has none is asked for one', async () => {
    const test = await startTestApp();
    const { headers } = await makeTestKey(test.records);
    expect(await ask(test, 'scans.example')).toBe(401);
    const reply = await test.app.inject({ url: '/v1/scans', headers: { ...headers, host: 'scans.example' } });
    expect(reply.statusCode).toBe(200);
  });

  it('for what holds nothing of any scan may name any', async () => {
    const { app } = await startTestApp();
    for (const url of ['/livez', '/', '/openapi.json']) {
      expect((await app.inject({ url, headers: { host: 'scans.example' } })).statusCode).toBe(200);
    }
  });
});

describe('without keys, what changes something', () => {
  const at = 'localhost:8080';
  const post = async (test: TestApp, headers: Record<string, string>) =>
    test.app.inject({ ...SCAN, headers: { host: at, ...SCAN.headers, ...headers } });

  it.each([
    ['a program', {}],
    ['its own page', { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }],
    ['its own page in a browser that says only the origin', { origin: 'http://localhost:8080' }],
    ['its own page behind TLS', { origin: 'https://scans.example', host: 'scans.example:443' }],
    [
      'its own page behind a proxy of another name',
      { origin: 'https://scans.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['who types the address', { origin: 'null', 'sec-fetch-site': 'none' }],
  ])('may come from %s', async (_whom, headers: Record<string, string>) => {
    expect((await post(await startTestApp({ isInsecure: true }), headers)).statusCode).toBe(201);
  });

  it.each([
    ['another site', { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }],
    ['another site in a browser that says only the origin', { origin: 'https://attacker.example' }],
    ['another port of this machine', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['another port of this machine in a browser that says only the origin', { origin: 'http://localhost:3000' }],
    ['a page that may not say where it is from', { origin: 'null' }],
    ['a page without an origin', { 'sec-fetch-site': 'cross-site' }],
    ['what is no origin', { origin: 'localhost:8080' }],
  ])('is refused from %s before a byte is read, with what to do', async (_whom, headers: Record<string, string>) => {
    for (const isInsecure of [false, true]) {
      const test = await startTestApp({ isInsecure });
      const reply = await post(test, headers);
      expect(reply.json()).toMatchObject({
        status: 403,
        code: 'foreign-page',
        detail: expect.stringContaining("use the service's own pages"),
      });
      expect(test.screener.permits.taken).toBe(0);
    }
  });

  it('is refused from there at every address, and what changes nothing at none', async () => {
    const test = await startTestApp();
    const headers = { host: at, origin: 'https://attacker.example', 'last-event-id': 'none' };
    for (const { method, path, scope } of await operations(test)) {
      const reply = await test.app.inject({ method, url: addressOf(path), headers });
      expect([method, path, reply.statusCode === 403]).toEqual([method, path, method !== 'GET' && scope !== 'anyone']);
    }
  });

  it('needs a key once there is one, and with it may come from anywhere', async () => {
    const test = await startTestApp();
    const { headers } = await makeTestKey(test.records);
    const foreign = { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' };
    expect((await post(test, foreign)).statusCode).toBe(401);
    expect((await post(test, { ...foreign, ...headers })).statusCode).toBe(201);
  });
});
