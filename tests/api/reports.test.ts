import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Value } from 'typebox/value';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { createReports } from '../../src/api/reports/reports.ts';
import {
  PlanListSchema,
  ReportDocumentSchema,
  ReportListSchema,
  SampleSetListSchema,
} from '../../src/api/schemas/report.ts';
import { fail, succeed } from '../../src/domain/failure.ts';
import { NO_SIBLINGS } from '../../src/domain/siblings.ts';
import { listAudit } from '../../src/records/access/audit.ts';
import { beginReport, insertReport } from '../../src/records/reports/report-records.ts';
import { openTestRecords } from '../records/test-records.ts';
import { createFakeReportRunner, PLAN, SUMMARY } from './fake-report-runner.ts';
import { startTestApp, type TestApp } from './test-app.ts';
import { makePortKey, makeTestKey, type TestKey } from './test-keys.ts';

const NOWHERE = uuidv7();
const PAGE = '<style>p { color: red }</style><p>all of it</p>';

function ask({ app }: TestApp, payload: object) {
  return app.inject({ method: 'POST', url: '/v1/reports', payload });
}

async function read({ app }: TestApp, id: string) {
  return (await app.inject(`/v1/reports/${id}`)).json();
}

/** Asks for a report and waits until it is made. */
async function startReport(test: TestApp, payload: object = {}): Promise<string> {
  const { id } = (await ask(test, payload)).json();
  await expect.poll(() => test.reportRunner.running()?.folder).toContain(id);
  return id;
}

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

  it('gives the files of a finished report, as pages that run nothing', async () => {
    const test = await startTestApp();
    const id = await startReport(test);
    const folder = test.reportRunner.running()?.folder ?? '';
    const early = await test.app.inject(`/v1/reports/${id}/report.html`);
    expect([early.statusCode, early.json().detail]).toEqual([404, expect.stringContaining('The report is running')]);
    await writeFile(path.join(folder, 'report.html'), PAGE);
    await writeFile(path.join(folder, 'report.json'), '{}');
    await writeFile(path.join(folder, 'speed.csv'), 'technology\r\n');
    await writeFile(path.join(folder, 'scores.csv'), 'names of files');
    test.reportRunner.end(succeed(SUMMARY));
    await expect.poll(async () => (await read(test, id)).state).toBe('finished');

    const page = await test.app.inject(`/v1/reports/${id}/report.html`);
    expect([page.statusCode, page.body]).toEqual([200, PAGE]);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain(
      "style-src 'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4='",
    );
    expect(page.headers['content-security-policy']).not.toMatch(/script|unsafe/);
    expect((await test.app.inject(`/v1/reports/${id}/report.json`)).json()).toEqual({});
    const lost = await test.app.inject(`/v1/reports/${id}/report.md`);
    expect([lost.statusCode, lost.json().detail]).toEqual([404, expect.stringContaining('report.md')]);
    const table = await test.app.inject(`/v1/reports/${id}/speed.csv`);
    expect([table.headers['content-type'], table.body]).toEqual(['text/csv; charset=utf-8', 'technology\r\n']);
    for (const file of ['plan.json', 'scores.csv']) {
      expect((await test.app.inject(`/v1/reports/${id}/${file}`)).statusCode).toBe(404);
    }
    expect((await test.app.inject(`/v1/reports/${id}/..%2F..%2Freport.json`)).statusCode).toBe(404);
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

describe('a restart', () => {
  it('says of the report that was being made that it was interrupted, removes what is of nobody, and makes what waited', async () => {
    const records = await openTestRecords();
    const [interrupted, waiting] = [uuidv7(), uuidv7()];
    for (const id of [interrupted, waiting]) {
      const report = { id, port: '', created_at: 1, plan: id, request: JSON.stringify({ plan: id }) };
      await records.commit.write((transaction) => insertReport(transaction, report, 9));
    }
    await records.commit.write((transaction) => beginReport(transaction, interrupted, 2));
    const orphan = await records.reportFiles.create(NOWHERE);
    await mkdir(path.join(orphan, 'deep'));

    const runner = createFakeReportRunner();
    const { log, metrics } = (await startTestApp()).app;
    const reports = createReports({ siblings: NO_SIBLINGS, records, runner, metrics, log });
    reports.wake();
    await expect.poll(() => runner.running()?.plan.name).toBe(waiting);
    const found = await records.reports.find(interrupted, null);
    expect(found).toMatchObject({ value: { state: 'failed', failure: expect.stringContaining('interrupted') } });
    expect(existsSync(orphan)).toBe(false);

    // The end of the service is no end of what is on record: it is for the next start to say so.
    await reports.stop();
    expect(runner.running()).toBeNull();
    expect(await records.reports.find(waiting, null)).toMatchObject({ value: { state: 'running' } });
  });
});

describe('metrics of reports', () => {
  it('count what is begun, what comes of it, and what is made now', async () => {
    const test = await startTestApp();
    const lines = async () => {
      const text = (await test.app.inject('/metrics')).body;
      return [
        ...text.matchAll(/^scanbench_(reports?_(?:started|ended|running|duration_seconds_count)\S*) (\d+)$/gm),
      ].map(([, name, value]) => `${name} ${value}`);
    };
    expect(await lines()).toEqual([
      'reports_started_total 0',
      'reports_ended_total{outcome="finished"} 0',
      'reports_ended_total{outcome="failed"} 0',
      'reports_ended_total{outcome="removed"} 0',
      'report_duration_seconds_count 0',
      'reports_running 0',
    ]);
    const finished = await startReport(test);
    expect(await lines()).toContain('reports_running 1');
    test.reportRunner.end(succeed(SUMMARY));
    await expect.poll(async () => (await read(test, finished)).state).toBe('finished');
    const failed = await startReport(test);
    test.reportRunner.end(fail('runtime-failed', 'It broke.'));
    await expect.poll(async () => (await read(test, failed)).state).toBe('failed');
    const removed = await startReport(test);
    await test.app.inject({ method: 'DELETE', url: `/v1/reports/${removed}` });
    await expect
      .poll(lines)
      .toEqual([
        'reports_started_total 3',
        'reports_ended_total{outcome="finished"} 1',
        'reports_ended_total{outcome="failed"} 1',
        'reports_ended_total{outcome="removed"} 1',
        'report_duration_seconds_count 1',
        'reports_running 0',
      ]);
  });
});
