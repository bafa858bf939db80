import { describe, expect, it } from 'vitest';
import { listKeys, revokeKey } from '../../../src/records/access/key-records.ts';
import { SCAN } from '../described-operations.ts';
import { startTestApp } from '../test-app.ts';
import { makeTestKey } from '../test-keys.ts';

describe('a key', () => {
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
