import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { succeed } from '../../../src/domain/failure.ts';
import { listAudit } from '../../../src/records/access/audit.ts';
import { SUMMARY } from '../fake-report-runner.ts';
import { startTestApp } from '../test-app.ts';
import { makePortKey, makeTestKey, type TestKey } from '../test-keys.ts';
import { NOWHERE } from './ask-for-reports.ts';

describe('a key of one port', () => {
  it('finds the reports of its port alone, and what it does is in the audit trail', async () => {
    const test = await startTestApp();
    const [ours, theirs] = [await makePortKey(test.records, 'NLRTM'), await makePortKey(test.records, 'DEHAM')];
    const send = ({ headers }: TestKey, method: 'GET' | 'POST' | 'DELETE', url: string) =>
      test.app.inject({ method, url, headers, ...(method === 'POST' && { payload: {} }) });
    const { id } = (await send(ours, 'POST', '/v1/reports')).json();
    expect((await send(ours, 'GET', `/v1/reports/${id}`)).statusCode).toBe(200);
    for (const [method, url] of [
      ['GET', `/v1/reports/${id}`],
      ['GET', `/v1/reports/${id}/report.html`],
      ['DELETE', `/v1/reports/${id}`],
    ] as const) {
      const foreign = await send(theirs, method, url);
      expect([foreign.statusCode, foreign.body]).toEqual([
        404,
        (await send(theirs, method, url.replace(id, NOWHERE))).body,
      ]);
    }
    expect((await send(theirs, 'GET', '/v1/reports')).json().items).toEqual([]);
    expect((await send(ours, 'DELETE', `/v1/reports/${id}`)).statusCode).toBe(204);
    const trail = (await listAudit(test.records.db, 2)).map(({ action, actor, subject }) => [action, actor, subject]);
    expect(trail).toEqual([
      ['report.remove', ours.id, id],
      ['report.start', ours.id, id],
    ]);
  });
});

describe('a gallery', () => {
  it('is asked for and read by keys of all ports that may read scans, and by nobody else', async () => {
    const test = await startTestApp();
    const makes = await makeTestKey(test.records, { scopes: ['report'] });
    const sees = await makeTestKey(test.records, { scopes: ['report', 'scan:read'] });
    const ofPort = await makePortKey(test.records, 'NLRTM');
    const start = ({ headers }: TestKey, payload: object) =>
      test.app.inject({ method: 'POST', url: '/v1/reports', headers, payload });
    for (const key of [makes, ofPort]) {
      const refused = await start(key, { gallery: true });
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'forbidden']);
    }
    const { id } = (await start(sees, { gallery: true })).json();
    await expect.poll(() => test.reportRunner.running()?.folder).toContain(id);
    expect(test.reportRunner.running()?.plan.gallery).toBe(true);
    const folder = test.reportRunner.running()?.folder ?? '';
    await writeFile(path.join(folder, 'report.html'), '<img>');
    await writeFile(path.join(folder, 'report.json'), '{}');
    test.reportRunner.end(succeed(SUMMARY));
    const get = async ({ headers }: TestKey, file: string) =>
      (await test.app.inject({ url: `/v1/reports/${id}/${file}`, headers })).statusCode;
    await expect.poll(() => get(sees, 'report.html')).toBe(200);
    expect(await get(makes, 'report.html')).toBe(403);
    expect(await get(makes, 'report.json')).toBe(200);

    await start(makes, { gallery: false });
    await expect.poll(() => test.reportRunner.running()?.plan.gallery).toBe(false);
  });
});
