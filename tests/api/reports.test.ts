import { existsSync } from 'node:fs';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import {
  PlanListSchema,
  ReportDocumentSchema,
  ReportListSchema,
  SampleSetListSchema,
} from '../../src/api/schemas/report.ts';
import { fail, succeed } from '../../src/domain/failure.ts';
import { PLAN, SUMMARY } from './fake-report-runner.ts';
import { ask, NOWHERE, read, startReport } from './reports/ask-for-reports.ts';
import { startTestApp } from './test-app.ts';

describe('POST /v1/reports', () => {
  it('answers 202 with where the report stands, and says how far it is until it is finished', async () => {
    const test = await startTestApp();
    const reply = await ask(test, { plan: 'first-look', technologies: ['first'], samples: ['smoke'] });
    expect(reply.statusCode).toBe(202);
    const { id } = reply.json();
    expect(reply.headers['location']).toBe(`/v1/reports/${id}`);
    expect(reply.json()).toMatchObject({
      plan: 'first-look',
      request: { plan: 'first-look', technologies: ['first'], samples: ['smoke'] },
    });

    await expect.poll(() => test.reportRunner.running()).not.toBeNull();
    test.reportRunner.running()?.onProgress({ task: 'screening', done: 5, total: 10 });
    const running = await read(test, id);
    expect(running).toMatchObject({ state: 'running', progress: 0.25, phrase: 'screening scans, 5 of 10' });
    expect(Value.Errors(ReportDocumentSchema, running)).toEqual([]);

    test.reportRunner.end(succeed(SUMMARY));
    await expect.poll(() => read(test, id)).toMatchObject({ state: 'finished', progress: 1, summary: SUMMARY });
    expect(Value.Errors(ReportDocumentSchema, await read(test, id))).toEqual([]);
  });

  it('takes the default plan where none is named', async () => {
    const test = await startTestApp();
    expect((await ask(test, {})).json()).toMatchObject({ plan: 'default' });
  });

  it.each([
    [{ plan: 'wrong' }, 400, 'malformed-request', 'There is no plan "wrong"'],
    [{ tehcnologies: ['first'] }, 400, 'malformed-request', '"tehcnologies" of the body is not known'],
    [{ technologies: [] }, 400, 'malformed-request', 'technologies'],
    [{ technologies: ['nobody'] }, 404, 'unknown-technology', 'first@onnx-cpu, second@onnx-cpu'],
  ])('refuses %j at once, with the cause', async (payload, status, code, words) => {
    const test = await startTestApp();
    const reply = await ask(test, payload);
    expect(reply.statusCode).toBe(status);
    expect(reply.json()).toMatchObject({ code, detail: expect.stringContaining(words) });
    expect((await test.app.inject('/v1/reports')).json().items).toEqual([]);
  });

  it.each([
    [{ technologies: 'first' }, 'The field technologies of the body must be a list.'],
    [{ gallery: 'false' }, 'The field gallery of the body must be true or false.'],
    [{ plan: 5 }, 'The field plan of the body must be a text or an object.'],
  ])('takes no value for one of another type: %j', async (payload, detail) => {
    const test = await startTestApp();
    expect((await ask(test, payload)).json()).toMatchObject({ status: 400, detail });
    expect((await test.app.inject('/v1/reports')).json()).toMatchObject({ items: [] });
  });

  it('asks for JSON where something else is sent', async () => {
    const { app } = await startTestApp();
    const headers = { 'content-type': 'text/plain' };
    const reply = await app.inject({ method: 'POST', url: '/v1/reports', headers, payload: 'default' });
    expect([reply.statusCode, reply.json().detail]).toEqual([415, expect.stringContaining('application/json')]);
    const none = await app.inject({ method: 'POST', url: '/v1/reports' });
    expect([none.statusCode, none.json().detail]).toEqual([400, 'The body must be an object.']);
  });

  it('makes one report at a time, in their order, and refuses what would wait behind twenty', async () => {
    const test = await startTestApp();
    await startReport(test, { plan: { name: '0' } });
    for (let place = 1; place <= 20; place++) {
      expect((await ask(test, { plan: { name: `${place}` } })).statusCode).toBe(202);
    }
    const refused = await ask(test, {});
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    expect(refused.json()).toMatchObject({ code: 'rate-limited', detail: expect.stringContaining('20 reports wait') });
    for (let place = 0; place < 3; place++) {
      await expect.poll(() => test.reportRunner.running()?.plan.name).toBe(`${place}`);
      test.reportRunner.end(succeed(SUMMARY));
    }
    await expect.poll(() => test.reportRunner.ran).toEqual(['0', '1', '2', '3']);
  });

  it('says why a report failed, keeps none of its files and makes the next one', async () => {
    const test = await startTestApp();
    const id = await startReport(test);
    const folder = test.reportRunner.running()?.folder ?? '';
    const next = (await ask(test, { plan: 'next' })).json();
    test.reportRunner.end(fail('unknown-technology', 'No technology is ready.'));
    await expect.poll(() => test.reportRunner.running()?.folder).toContain(next.id);
    const failure = { code: 'unknown-technology', message: 'No technology is ready.' };
    expect(await read(test, id)).toMatchObject({ state: 'failed', progress: null, failure });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('GET /v1/reports', () => {
  it('lists the newest first, page by page', async () => {
    const test = await startTestApp();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await ask(test, {})).json().id);
    const first = (await test.app.inject('/v1/reports?limit=2')).json();
    expect(Value.Errors(ReportListSchema, first)).toEqual([]);
    const second = (await test.app.inject(`/v1/reports?limit=2&cursor=${first.nextCursor}`)).json();
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });

  it.each(['', '/report.html', '/report.json', '/report.md', '/speed.csv'])(
    'answers 404 for %s of a report that is not',
    async (file) => {
      const { app } = await startTestApp();
      const reply = await app.inject(`/v1/reports/${NOWHERE}${file}`);
      expect([reply.statusCode, reply.json().code]).toEqual([404, 'not-found']);
    },
  );
});

describe('what a report can be asked for with', () => {
  it('is listed by name: plans with what they time, sample sets', async () => {
    const { app } = await startTestApp();
    const plans = (await app.inject('/v1/plans')).json();
    expect(Value.Errors(PlanListSchema, plans)).toEqual([]);
    expect(plans).toEqual({ items: [PLAN], nextCursor: null });
    const sets = (await app.inject('/v1/sample-sets')).json();
    expect(Value.Errors(SampleSetListSchema, sets)).toEqual([]);
    expect(sets).toEqual({ items: [{ name: 'port' }, { name: 'smoke' }], nextCursor: null });
  });
});

describe('DELETE /v1/reports/{id}', () => {
  it('ends the report that is being made, removes its files, and goes on with the next', async () => {
    const test = await startTestApp();
    const id = await startReport(test);
    const folder = test.reportRunner.running()?.folder ?? '';
    const next = (await ask(test, {})).json();
    expect((await test.app.inject({ method: 'DELETE', url: `/v1/reports/${id}` })).statusCode).toBe(204);
    await expect.poll(() => test.reportRunner.running()?.folder).toContain(next.id);
    expect((await test.app.inject(`/v1/reports/${id}`)).statusCode).toBe(404);
    await expect.poll(() => existsSync(folder)).toBe(false);
    expect(test.logLines.join('')).not.toContain('report failed');
  });

  it('takes one that waits out of the queue, and forgets one that is finished', async () => {
    const test = await startTestApp();
    const id = await startReport(test, { plan: 'made' });
    const waiting = (await ask(test, { plan: 'never made' })).json();
    expect((await test.app.inject({ method: 'DELETE', url: `/v1/reports/${waiting.id}` })).statusCode).toBe(204);
    const folder = test.reportRunner.running()?.folder ?? '';
    test.reportRunner.end(succeed(SUMMARY));
    await expect.poll(async () => (await read(test, id)).state).toBe('finished');
    expect(existsSync(folder)).toBe(true);
    expect((await test.app.inject({ method: 'DELETE', url: `/v1/reports/${id}` })).statusCode).toBe(204);
    expect(existsSync(folder)).toBe(false);
    expect(test.reportRunner.ran).toEqual(['made']);
    expect((await test.app.inject({ method: 'DELETE', url: `/v1/reports/${id}` })).statusCode).toBe(404);
  });
});
