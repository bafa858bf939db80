import { fastify } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { guardRoutes } from '../../src/api/access/access.ts';
import { createKeyRing } from '../../src/api/access/key-ring.ts';
import { createRateLimits } from '../../src/api/access/rate-limits.ts';
import { succeed } from '../../src/domain/failure.ts';
import { SCOPES, type Scope } from '../../src/domain/scope.ts';
import { listKeys, revokeKey } from '../../src/records/access/key-records.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
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

describe('a key', () => {
  it('is not asked for while there is none', async () => {
    const { app } = await startTestApp();
    expect((await app.inject(SCAN)).statusCode).toBe(201);
    expect((await app.inject('/metrics')).statusCode).toBe(200);
  });

  it.each([
    ['Authorization', (key: string) => ({ authorization: `Bearer ${key}` })],
    ['Authorization in small letters', (key: string) => ({ authorization: `bearer  ${key} ` })],
    ['X-Api-Key', (key: string) => ({ 'x-api-key': key })],
    [
      'X-Api-Key beside the credentials of a proxy',
      (key: string) => ({ authorization: 'Basic eDp5', 'x-api-key': key }),
    ],
    [
      'X-Api-Key beside the Bearer of a proxy',
      (key: string) => ({ authorization: 'Bearer eyJhbGciOi.J9.x', 'x-api-key': key }),
    ],
  ])('may come as %s', async (_where, headersOf) => {
    const { app, records } = await startTestApp();
    const { key } = await makeTestKey(records);
    expect((await app.inject({ url: '/v1/scans', headers: headersOf(key) })).statusCode).toBe(200);
  });

  it('that is none, wrong, cut off, revoked or expired is refused, with what to do', async () => {
    const { app, records } = await startTestApp();
    const [good, other, revoked] = [await makeTestKey(records), await makeTestKey(records), await makeTestKey(records)];
    const expired = await makeTestKey(records, { expiresAt: Date.now() - 1 });
    await records.commit.write((transaction) => revokeKey(transaction, revoked.id, Date.now()));
    const secretOf = (key: string) => key.split('_').slice(2).join('_');
    const ask = async (key: string) => {
      const reply = await app.inject({ url: '/v1/scans', headers: key === '' ? {} : { 'x-api-key': key } });
      expect(reply.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
      expect(reply.headers['www-authenticate']).toBe(
        `Bearer realm="scanbench"${key === '' ? '' : ', error="invalid_token"'}`,
      );
      return reply.json().detail;
    };
    expect(await ask('')).toContain('scanbench keys create');
    expect(await ask(good.key.slice(0, -1))).toContain('whole');
    // A known id with another secret and an unknown id are told apart by nothing.
    const swapped = `sbk_${good.id}_${secretOf(other.key)}`;
    expect(await ask(swapped)).toBe(await ask(`sbk_0123456789abcdef_${secretOf(good.key)}`));
    expect(await ask(revoked.key)).toContain('revoked');
    expect(await ask(expired.key)).toContain('expired');
    expect(await ask(`sbk_${revoked.id}_${secretOf(good.key)}`)).not.toContain('revoked');
  });

  it('is refused with the scope that it lacks', async () => {
    const { app, records } = await startTestApp();
    const { headers } = await makeTestKey(records, { scopes: ['scan:read'] });
    const reply = await app.inject({ ...SCAN, headers: { ...SCAN.headers, ...headers } });
    expect(reply.json()).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: expect.stringContaining('scan:write'),
    });
    expect(reply.headers['www-authenticate']).toContain('error="insufficient_scope", scope="scan:write"');
  });

  it('is refused as the Open Inference Protocol has it under /v2', async () => {
    const { app, records } = await startTestApp();
    await makeTestKey(records);
    const reply = await app.inject('/v2');
    expect([reply.statusCode, reply.json()]).toEqual([401, { error: expect.stringContaining('asks for a key') }]);
  });

  it('ends with the request after it was revoked; the first one closes the service as soon', async () => {
    const { app, records } = await startTestApp();
    expect((await app.inject('/v1/scans')).statusCode).toBe(200);
    const { id, headers } = await makeTestKey(records);
    expect((await app.inject('/v1/scans')).statusCode).toBe(401);
    const ask = async () => (await app.inject({ url: '/v1/scans', headers })).statusCode;
    expect(await ask()).toBe(200);
    await records.commit.write((transaction) => revokeKey(transaction, id, Date.now()));
    expect(await ask()).toBe(401);
    // The last one is gone, and the service stays closed.
    expect((await app.inject('/v1/scans')).statusCode).toBe(401);
  });

  it('is refused to one process as soon as another one has revoked it', async () => {
    const options = { databaseUrl: 'sqlite:', dataDir: await temporaryFolder(), serves: 'member' } as const;
    const [one, other] = [valueFrom(await openRecords(options)), valueFrom(await openRecords(options))];
    onTestFinished(async () => void (await Promise.all([one.close(), other.close()])));
    const { id } = await makeTestKey(one);
    const ring = createKeyRing(other);
    expect(await ring.isInForce(id, Date.now())).toEqual(succeed(true));
    expect(await ring.isInForce(null, Date.now())).toEqual(succeed(false));
    await one.commit.write((transaction) => revokeKey(transaction, id, Date.now()));
    expect(await ring.isInForce(id, Date.now())).toEqual(succeed(false));
    expect(await ring.find(id)).toMatchObject({ ok: true, value: { revokedAt: expect.any(Number) } });
  });

  it('has its last use written down when it was right, not when its id was only known', async () => {
    const { app, records } = await startTestApp();
    const [used, unused] = [await makeTestKey(records), await makeTestKey(records)];
    await app.inject({ url: '/v1/scans', headers: used.headers });
    await app.inject({ url: '/v1/scans', headers: { 'x-api-key': `sbk_${unused.id}_${'x'.repeat(43)}` } });
    const lastUseOf = async (key: { readonly id: string }) =>
      (await listKeys(records.db)).find(({ id }) => id === key.id)?.lastUsedAt;
    // No answer waits for it to be written down.
    await expect.poll(async () => Date.now() - ((await lastUseOf(used)) ?? 0)).toBeLessThan(60_000);
    expect(await lastUseOf(unused)).toBeNull();
  });

  it('is found in no table, log line, metric or audit entry', async () => {
    const { app, records, logLines } = await startTestApp();
    const { key, headers } = await makeTestKey(records);
    await app.inject({ ...SCAN, headers: { ...SCAN.headers, ...headers } });
    await app.inject({ url: '/v1/scans/x', headers: { 'x-api-key': `${key}x` } });
    const metrics = (await app.inject({ url: '/metrics', headers })).body;
    const tables = await Promise.all(
      (['api_keys', 'audit_entries', 'scans', 'secrets'] as const).map((table) =>
        records.db.selectFrom(table).selectAll().execute(),
      ),
    );
    const secret = key.split('_').slice(2).join('_');
    expect(JSON.stringify([tables, logLines, metrics])).not.toContain(secret);
    expect(metrics).toContain('scanbench_failed_authentications_total{reason="malformed"} 1');
  });

  it('is named in the audit trail for what was changed with it', async () => {
    const { app, records } = await startTestApp();
    const { id, headers } = await makeTestKey(records, { scopes: ['admin'] });
    const payload = { champion: 'second@onnx-cpu', challengers: [] };
    expect((await app.inject({ method: 'PUT', url: '/v1/lineup', headers, payload })).statusCode).toBe(200);
    const [, changed] = await records.db.selectFrom('audit_entries').selectAll().orderBy('seq').execute();
    expect(changed).toMatchObject({ actor: id, action: 'lineup.change', details: JSON.stringify(payload) });
  });

  it('leaves its making and its end in the audit trail', async () => {
    const { records } = await startTestApp();
    const { id } = await makeTestKey(records, { port: 'NLRTM', scopes: ['scan:read'], name: 'of J. Smith' });
    const revoke = () => records.commit.write((transaction) => revokeKey(transaction, id, Date.now()));
    expect([await revoke(), await revoke()]).toEqual([
      { ok: true, value: true },
      { ok: true, value: false },
    ]);
    const entries = await records.db.selectFrom('audit_entries').selectAll().orderBy('seq').execute();
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ['key.create', id],
      ['key.revoke', id],
    ]);
    expect(JSON.parse(entries[0]?.details ?? '')).toMatchObject({ port: 'NLRTM', scopes: ['scan:read'] });
    expect(JSON.stringify(entries)).not.toContain('Smith');
  });
});

describe('the rate limit', () => {
  it('refuses what a key sends beyond it before the body is read, and no other key', async () => {
    const { app, records, screener } = await startTestApp({ requestsPerMinute: 2 });
    const [one, other] = [await makeTestKey(records), await makeTestKey(records, { requestsPerMinute: 3 })];
    const statuses = async (headers: Record<string, string>) => {
      const replies = [];
      for (let n = 0; n < 4; n++) replies.push(await app.inject({ ...SCAN, headers: { ...SCAN.headers, ...headers } }));
      return replies.map(({ statusCode }) => statusCode);
    };
    expect(await statuses(one.headers)).toEqual([201, 201, 429, 429]);
    expect(await statuses(other.headers)).toEqual([201, 201, 201, 429]);
    expect(screener.permits.taken).toBe(5);
    const refused = await app.inject({ url: '/v1/scans', headers: one.headers });
    expect(refused.json()).toMatchObject({
      code: 'rate-limited',
      detail: expect.stringContaining('2 requests a minute'),
    });
    const retryAfter = Number(refused.headers['retry-after']);
    expect(Number.isInteger(retryAfter) && retryAfter >= 1 && retryAfter <= 30).toBe(true);
    expect((await app.inject('/livez')).statusCode).toBe(200);
  });
});
