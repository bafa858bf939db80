import { describe, expect, it } from 'vitest';
import { makeTestKey } from '../test-keys.ts';
import { post, twoPorts } from './two-ports.ts';

describe('a key of one port', () => {
  it('may use the same Idempotency-Key as another port, for the same scan or another', async () => {
    const test = await twoPorts();
    const first = await post(test, test.rotterdam, { idempotencyKey: 'gate-1' });
    const same = await post(test, test.hamburg, { idempotencyKey: 'gate-1' });
    expect([same.statusCode, same.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect(same.json().id).not.toBe(first.json().id);
    await post(test, test.rotterdam, { idempotencyKey: 'gate-2' });
    expect((await post(test, test.hamburg, { idempotencyKey: 'gate-2', lane: '8' })).statusCode).toBe(201);
  });

  it.each(['wait=10', 'respond-async'])('has its name on its scans, whether or not they say so: %s', async (prefer) => {
    const test = await twoPorts();
    const all = await makeTestKey(test.records, { scopes: ['scan:read'] });
    const { id, metadata } = (await post(test, test.hamburg, { prefer })).json();
    expect(metadata).toMatchObject({ portCode: 'DEHAM' });
    const seen = await test.app.inject({ url: `/v1/scans/${id}`, headers: all.headers });
    expect(seen.json().metadata).toMatchObject({ containerNumber: 'CSQU3054383', portCode: 'DEHAM' });
  });

  it('may not write into another port', async () => {
    const test = await twoPorts();
    expect((await post(test, test.hamburg, { portCode: 'NLRTM' })).json()).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    expect((await post(test, test.hamburg, { portCode: 'DEHAM' })).statusCode).toBe(201);
    const seen = (await test.app.inject({ url: '/v1/scans', headers: test.rotterdam.headers })).json();
    expect(seen.items).toEqual([]);
  });
});
