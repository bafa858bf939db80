import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeyRing } from '../../../src/api/access/key-ring.ts';
import { succeed } from '../../../src/domain/failure.ts';
import { revokeKey } from '../../../src/records/access/key-records.ts';
import { openRecords } from '../../../src/records/open-records.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { SCAN } from '../described-operations.ts';
import { startTestApp } from '../test-app.ts';
import { makeTestKey } from '../test-keys.ts';

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
