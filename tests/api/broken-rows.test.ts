import { describe, expect, it } from 'vitest';
import { succeed } from '../../src/domain/failure.ts';
import { SUMMARY } from './fake-report-runner.ts';
import { createFakeScreener } from './fake-screener.ts';
import { startTestApp, type TestApp } from './test-app.ts';

function post({ app }: TestApp, headers: Readonly<Record<string, string>> = {}) {
  const all = { 'content-type': 'image/png', ...headers };
  return app.inject({ method: 'POST', url: '/v1/scans', headers: all, payload: 'a picture' });
}

const get = async ({ app }: TestApp, url: string) => (await app.inject(url)).json();
const problemSaying = (message: RegExp) => ({
  status: 503,
  code: 'records-unavailable',
  detail: expect.stringMatching(message),
});

describe('a row that another hand has changed', () => {
  it('ends the queued scan that it belongs to, which says why, and no other', async () => {
    const screener = createFakeScreener();
    screener.isReadyNow = false;
    const test = await startTestApp({}, screener);
    const broken = (await post(test, { prefer: 'respond-async' })).json();
    const whole = (await post(test, { prefer: 'respond-async' })).json();
    await test.records.db.updateTable('scans').set({ request: '{}' }).where('id', '=', broken.id).execute();
    screener.isReadyNow = true;
    const stateOf = async ({ id }: { id: string }) => (await get(test, `/v1/scans/${id}`)).state;
    await expect.poll(() => stateOf(whole), { timeout: 5000 }).toBe('screened');
    await expect.poll(() => stateOf(broken)).toBe('failed');
    expect((await get(test, `/v1/scans/${broken.id}`)).failure.message).toMatch(/damaged at what the queued scan/);
    expect(screener.jobs).toHaveLength(1);
  });

  it.each([
    [{ document: '{"operatingPoint":{}}' }, {}, /the screening of the scan \S+ by first@onnx-cpu \(/],
    [{}, { views: 'null' }, /the views of the scan \S+ \(it must be a list\)/],
  ])('is named in place of a picture of it: %j %j', async (screening, scan, message) => {
    const test = await startTestApp();
    const { id } = (await post(test)).json();
    if ('document' in screening) await test.records.db.updateTable('screenings').set(screening).execute();
    if ('views' in scan) await test.records.db.updateTable('scans').set(scan).execute();
    const overlay = `/v1/scans/${id}/screenings/first@onnx-cpu/views/side/overlay.png`;
    expect(await get(test, overlay)).toMatchObject(problemSaying(message));
    const line = test.logLines.map((text) => JSON.parse(text)).find(({ code }) => code === 'records-unavailable');
    expect(line).toMatchObject({ level: 40, status: 503, detail: expect.stringMatching(message) });
    expect((await test.app.inject(`/v1/scans/${id}/views/side/image.png`)).statusCode).toBe(200);
    expect(test.screener.permits.released).toBe(test.screener.permits.taken);
  });

  it.each([{ views: '[{"name":' }, { metadata: '' }, { failure: 'none' }])(
    'is named in place of the document that it leaves no JSON, and of a list with it: %j',
    async (scan) => {
      const test = await startTestApp();
      const { id } = (await post(test)).json();
      await test.records.db.updateTable('scans').set(scan).execute();
      const named = problemSaying(new RegExp(`the document of the scan ${id} .it is no JSON.*DELETE /v1/scans/${id}`));
      expect(await get(test, `/v1/scans/${id}`)).toMatchObject(named);
      expect(await get(test, '/v1/scans')).toMatchObject(named);
      expect((await test.app.inject({ method: 'DELETE', url: `/v1/scans/${id}` })).statusCode).toBe(204);
      expect((await get(test, '/v1/scans')).items).toEqual([]);
    },
  );

  it('keeps back the page of a report whose order says no longer whether it shows scans', async () => {
    const test = await startTestApp();
    const { id } = (await test.app.inject({ method: 'POST', url: '/v1/reports', payload: {} })).json();
    await expect.poll(() => test.reportRunner.running()).not.toBeNull();
    test.reportRunner.end(succeed(SUMMARY));
    await expect.poll(async () => (await get(test, `/v1/reports/${id}`)).state).toBe('finished');
    await test.records.db.updateTable('reports').set({ request: '{"gallery":"yes"}' }).execute();
    expect(await get(test, `/v1/reports/${id}/report.html`)).toMatchObject(
      problemSaying(/what the report \S+ was asked for \(gallery must be true or false\)/),
    );
  });

  it.each([{ request: '{"plan"' }, { summary: 'none' }, { failure: '' }])(
    'is named in place of the report that it leaves no JSON, and of a list with it: %j',
    async (report) => {
      const test = await startTestApp();
      const { id } = (await test.app.inject({ method: 'POST', url: '/v1/reports', payload: {} })).json();
      await test.records.db.updateTable('reports').set(report).execute();
      const named = problemSaying(
        new RegExp(`the document of the report ${id} .it is no JSON.*DELETE /v1/reports/${id}`),
      );
      expect(await get(test, `/v1/reports/${id}`)).toMatchObject(named);
      expect(await get(test, '/v1/reports')).toMatchObject(named);
      expect((await test.app.inject({ method: 'DELETE', url: `/v1/reports/${id}` })).statusCode).toBe(204);
      expect((await get(test, '/v1/reports')).items).toEqual([]);
    },
  );

  it('fails the report that waits with it, and the next one is made', async () => {
    const test = await startTestApp();
    const ask = async () => (await test.app.inject({ method: 'POST', url: '/v1/reports', payload: {} })).json().id;
    await ask();
    await expect.poll(() => test.reportRunner.running()).not.toBeNull();
    const [broken, whole] = [await ask(), await ask()];
    await test.records.db.updateTable('reports').set({ request: '[]' }).where('id', '=', broken).execute();
    test.reportRunner.end(succeed(SUMMARY));
    await expect.poll(() => test.reportRunner.running()?.folder).toContain(whole);
    const { state, failure } = await get(test, `/v1/reports/${broken}`);
    expect([state, failure.message]).toEqual(['failed', expect.stringContaining(`DELETE /v1/reports/${broken}`)]);
  });
});
