import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { guardRoutes } from '../../src/api/access/access.ts';
import { createKeyRing } from '../../src/api/access/key-ring.ts';
import { createRateLimits } from '../../src/api/access/rate-limits.ts';
import { SCOPES, type Scope } from '../../src/domain/service/scope.ts';
import { revokeKey } from '../../src/records/access/key-records.ts';
import { addressOf, operations, SCAN } from './described-operations.ts';
import { startTestApp } from './test-app.ts';
import { makeTestKey } from './test-keys.ts';

/** Who may use each address. A new one must be entered here: that is the moment to think about it. */
const EXPECTED: Readonly<Record<string, string>> = {
  'GET /livez': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'metrics',
  'GET /openapi.json': 'anyone',
  'POST /v1/scans': 'scan:write',
  'GET /v1/scans': 'scan:read',
  'GET /v1/scans/{id}': 'scan:read',
  'GET /v1/scans/{id}/views/{view}/image.png': 'scan:read',
  'GET /v1/scans/{id}/screenings/{technology}/views/{view}/overlay.png': 'scan:read',
  'GET /v1/scans/{id}/screenings/{technology}/views/{view}/anomaly-map.png': 'scan:read',
  'GET /v1/technologies': 'any key',
  'GET /v1/comparison': 'report',
  'POST /v1/inspections': 'inspection:write',
  'PUT /v1/scans/{id}/inspection': 'inspection:write',
  'GET /v1/scans/{id}/inspection': 'scan:read',
  'GET /v1/lineup': 'any key',
  'GET /v1/events': 'scan:read',
  'DELETE /v1/scans/{id}': 'admin',
  'POST /v1/reports': 'report',
  'GET /v1/reports': 'report',
  'GET /v1/reports/{id}': 'report',
  'GET /v1/reports/{id}/report.html': 'report',
  'GET /v1/reports/{id}/report.json': 'report',
  'GET /v1/reports/{id}/report.md': 'report',
  'GET /v1/reports/{id}/speed.csv': 'report',
  'DELETE /v1/reports/{id}': 'report',
  'GET /v1/plans': 'report',
  'GET /v1/sample-sets': 'report',
  'PUT /v1/lineup': 'admin',
  'GET /v1/technologies/{id}': 'any key',
  'GET /v2': 'any key',
  'GET /v2/health/live': 'anyone',
  'GET /v2/health/ready': 'anyone',
  'GET /v2/models/{model}': 'any key',
  'GET /v2/models/{model}/config': 'any key',
  'GET /v2/models/{model}/ready': 'any key',
  'POST /v2/models/{model}/infer': 'scan:write',
  'GET /v2/models/{model}/versions/{version}': 'any key',
  'GET /v2/models/{model}/versions/{version}/config': 'any key',
  'GET /v2/models/{model}/versions/{version}/ready': 'any key',
  'POST /v2/models/{model}/versions/{version}/infer': 'scan:write',
  'POST /v2/repository/index': 'any key',
  'POST /v2/repository/models/{model}/load': 'admin',
  'POST /v2/repository/models/{model}/unload': 'admin',
};

const USELESS = ['none', 'revoked', 'expired'] as const;
type UselessKey = (typeof USELESS)[number];
const isUseless = (name: string) => USELESS.some((useless) => useless === name);
const isRefusal = (status: number) => status === 401 || status === 403;

describe('each route', () => {
  it('says in OpenAPI which key it takes', async () => {
    const described = (await operations(await startTestApp())).map(({ method, path, scope }) => [
      `${method} ${path}`,
      scope,
    ]);
    expect(Object.fromEntries(described)).toEqual(EXPECTED);
  });

  it('takes no request without that key, and says so before it looks at anything else', async () => {
    const test = await startTestApp();
    const keys = new Map<Scope | UselessKey, Record<string, string>>([['none', {}]]);
    for (const scope of SCOPES) keys.set(scope, (await makeTestKey(test.records, { scopes: [scope] })).headers);
    const [revoked, expired] = [
      await makeTestKey(test.records, { scopes: SCOPES }),
      await makeTestKey(test.records, { scopes: SCOPES, expiresAt: Date.now() - 1 }),
    ];
    await test.records.commit.write((transaction) => revokeKey(transaction, revoked.id, Date.now()));
    keys.set('revoked', revoked.headers).set('expired', expired.headers);
    let asked = 0;
    for (const { method, path, scope } of await operations(test)) {
      const ask = async (headers: Record<string, string>) => {
        // A stream of events would not end: who is let in is told that the id is none.
        const sent = { ...headers, 'last-event-id': 'none' };
        // From an address of its own, so that no refusal waits.
        const from = { remoteAddress: `198.18.0.${++asked}` };
        const reply = await test.app.inject({ method, url: addressOf(path), headers: sent, ...from });
        // Who is not let in learns why, and nothing else.
        const told = path.startsWith('/v2') ? ['error'] : ['code', 'detail', 'status', 'title', 'type'];
        if (isRefusal(reply.statusCode)) expect([path, Object.keys(reply.json()).sort()]).toEqual([path, told]);
        return reply.statusCode;
      };
      const answers: Record<string, number> = {};
      for (const [name, headers] of keys) answers[name] = await ask(headers);
      const isLetIn = Object.fromEntries(Object.entries(answers).map(([name, status]) => [name, !isRefusal(status)]));
      const expected = Object.fromEntries(
        Object.keys(answers).map((name) => [
          name,
          scope === 'anyone' || (!isUseless(name) && (scope === 'any key' || scope === name)),
        ]),
      );
      expect([method, path, isLetIn]).toEqual([method, path, expected]);
      if (scope !== 'anyone') expect(USELESS.map((name) => answers[name])).toEqual([401, 401, 401]);
    }
  });

  it('ends the start where it does not say who may use it', async () => {
    const { records } = await startTestApp();
    const app = fastify();
    const metrics = { countFailedAuthentication: () => {} };
    const config = { requestsPerMinute: 0, host: '127.0.0.1', isInsecure: false };
    guardRoutes(app, { config, keyRing: createKeyRing(records), metrics, rateLimits: createRateLimits() });
    app.get('/forgotten', () => 'x');
    await expect(app.ready()).rejects.toThrow('GET /forgotten');
  });
});

it('is answered for the one who asks: no cache keeps what needs a key, nor the refusal of it', async () => {
  const { app, records } = await startTestApp();
  const { headers } = await makeTestKey(records);
  const scan = await app.inject({ ...SCAN, headers: { ...SCAN.headers, ...headers } });
  for (const url of [scan.headers.location ?? '', '/v1/scans', '/v1/technologies', '/v2', '/metrics']) {
    expect((await app.inject({ url, headers })).headers['cache-control'], url).toBe('no-store');
    expect((await app.inject(url)).headers['cache-control'], url).toBe('no-store');
  }
  expect(scan.headers['cache-control']).toBe('no-store');
});

describe('the pages for people', () => {
  it.each(['/', '/app.js', '/errors.md', '/docs', '/openapi.json', '/samples/smoke/samples.jsonl'])(
    '%s asks for no key',
    async (url) => {
      const { app, records } = await startTestApp();
      await makeTestKey(records);
      expect((await app.inject(url)).statusCode).toBe(200);
    },
  );
});
