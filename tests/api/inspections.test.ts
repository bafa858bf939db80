import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { InspectionHistorySchema } from '../../src/api/schemas/inspection.ts';
import { ImportReportSchema } from '../../src/api/schemas/inspection-list.ts';
import { ScanDocumentSchema } from '../../src/api/schemas/scan-document.ts';
import { listAudit } from '../../src/records/access/audit.ts';
import { createFakeScreener } from './fake-screener.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const DAY_MS = 86_400_000;
const NOW = new Date();
const found = (more: object = {}) => ({
  outcome: 'threat',
  selectedBy: 'alarm',
  category: 'weapons',
  boxes: [{ view: 'side', box: { x: 1, y: 2, width: 3, height: 4 } }],
  inspectedAt: NOW.toISOString(),
  ...more,
});
const BENIGN = { outcome: 'benign', selectedBy: 'random', inspectedAt: NOW.toISOString() };

async function postScan({ app }: TestApp, metadata: object = {}, more: Record<string, string> = {}): Promise<string> {
  const payload =
    `--b\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n${JSON.stringify(metadata)}\r\n` +
    '--b\r\nContent-Disposition: form-data; name="side"; filename="x"\r\n\r\na picture\r\n--b--\r\n';
  const headers = { 'content-type': 'multipart/form-data; boundary=b', ...more };
  return (await app.inject({ method: 'POST', url: '/v1/scans', headers, payload })).json().id;
}

const put = ({ app }: TestApp, id: string, payload: object | string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'PUT',
    url: `/v1/scans/${id}/inspection`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

const importList = ({ app }: TestApp, csv: string, query = '') =>
  app.inject({ method: 'POST', url: `/v1/inspections${query}`, headers: { 'content-type': 'text/csv' }, payload: csv });

const counted = async ({ app }: TestApp) =>
  [...(await app.inject('/metrics')).body.matchAll(/^scanbench_inspections_total\{(.*)\} ([1-9]\d*)$/gm)].map(
    ([, labels, count]) => `${labels} ${count}`,
  );

describe('PUT /v1/scans/{id}/inspection', () => {
  it('puts it on record, keeps what a correction replaces, and changes nothing when sent again', async () => {
    const test = await startTestApp();
    const id = await postScan(test);
    const first = await put(test, id, BENIGN);
    expect(first.statusCode).toBe(201);
    expect(Value.Errors(InspectionHistorySchema, first.json())).toEqual([]);
    expect(first.json()).toMatchObject({
      ...BENIGN,
      category: null,
      boxes: [],
      version: 1,
      recordedBy: null,
      history: [],
    });
    expect((await put(test, id, BENIGN)).statusCode).toBe(200);
    const corrected = await put(test, id.toUpperCase(), found());
    expect(corrected.statusCode).toBe(200);
    expect(corrected.json()).toMatchObject({ ...found(), version: 2, history: [{ ...BENIGN, version: 1 }] });
    expect((await test.app.inject(`/v1/scans/${id}/inspection`)).json()).toEqual(corrected.json());
  });

  it('corrects no version that its sender has not seen, and counts and audits nothing then', async () => {
    const test = await startTestApp();
    const id = await postScan(test);
    expect((await put(test, id, found(), { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await put(test, id, found(), { 'if-none-match': '*' })).statusCode).toBe(201);
    // The answer was lost: sent again, it is on record as it should be.
    expect((await put(test, id, found(), { 'if-none-match': '*' })).statusCode).toBe(200);
    const overtaken = await put(test, id, BENIGN, { 'if-none-match': '*' });
    expect([overtaken.statusCode, overtaken.json().code]).toEqual([412, 'precondition-failed']);
    expect((await put(test, id, BENIGN, { 'if-match': '"1"' })).json()).toMatchObject({ ...BENIGN, version: 2 });
    expect((await put(test, id, found(), { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await put(test, id, found(), { 'if-match': 'yesterday' })).statusCode).toBe(412);
    const read = (headers: Record<string, string>) => test.app.inject({ url: `/v1/scans/${id}/inspection`, headers });
    expect((await read({})).headers['etag']).toBe('"2"');
    expect((await read({ 'if-none-match': '"2"' })).statusCode).toBe(304);
    expect((await read({ 'if-match': '"1"' })).statusCode).toBe(412);
    const { version, history } = (await test.app.inject(`/v1/scans/${id}/inspection`)).json();
    expect([version, history.length]).toEqual([2, 1]);
    expect(await counted(test)).toEqual(['technology="first@onnx-cpu",decision="alarm",truth="threat" 1']);
    expect(await listAudit(test.records.db, 10)).toHaveLength(2);
  });

  it('shows it in the scan document and in lists', async () => {
    const test = await startTestApp();
    const id = await postScan(test);
    await postScan(test);
    await put(test, id, found());
    const scan = (await test.app.inject(`/v1/scans/${id}`)).json();
    expect(scan.inspection).toMatchObject({ ...found(), version: 1 });
    expect(Value.Errors(ScanDocumentSchema, scan)).toEqual([]);
    const { items } = (await test.app.inject('/v1/scans')).json();
    expect(items.map((item: { inspection?: object }) => item.inspection !== undefined)).toEqual([false, true]);
  });

  it('leaves an entry in the audit trail for each change, and none where nothing was changed', async () => {
    const test = await startTestApp();
    const id = await postScan(test);
    for (const inspection of [BENIGN, BENIGN, found()]) await put(test, id, inspection);
    const entries = await listAudit(test.records.db, 10);
    expect(entries.map(({ action, subject, details }) => [action, subject, JSON.parse(details)])).toEqual([
      ['inspection.correct', id, { outcome: 'threat', selectedBy: 'alarm' }],
      ['inspection.record', id, { outcome: 'benign', selectedBy: 'random' }],
    ]);
  });

  it('counts, and compares, a scan that is screened after its inspection as one that was screened before', async () => {
    const screener = createFakeScreener();
    screener.isReadyNow = false;
    const test = await startTestApp({ challengers: ['second@onnx-cpu'] }, screener);
    const id = await postScan(test, {}, { prefer: 'respond-async' });
    await put(test, id, BENIGN);
    await put(test, id, found({ boxes: [] }));
    expect(await counted(test)).toEqual([]);
    screener.isReadyNow = true;
    await expect
      .poll(() => counted(test), { timeout: 5000 })
      .toEqual([
        'technology="first@onnx-cpu",decision="alarm",truth="threat" 1',
        'technology="second@onnx-cpu",decision="alarm",truth="threat" 1',
      ]);
    const query = 'technology=first@onnx-cpu&technology=second@onnx-cpu';
    const comparison = (await test.app.inject(`/v1/comparison?${query}`)).json();
    expect(comparison).toMatchObject({
      screened: 1,
      uncorrected: { first: { rates: { threats: { alarm: { count: 1, n: 1 } }, benigns: null } } },
    });
  });

  it('counts a challenger that screens after the inspection, and no other screening of the scan again', async () => {
    const screener = createFakeScreener();
    const { answer } = screener;
    let letGo = () => {};
    const isLetGo = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    screener.answer = async (job, options) => {
      if (options.priority === 'challenger') await isLetGo;
      return answer(job, options);
    };
    const test = await startTestApp({ challengers: ['second@onnx-cpu'] }, screener);
    await put(test, await postScan(test), found());
    expect(await counted(test)).toEqual(['technology="first@onnx-cpu",decision="alarm",truth="threat" 1']);
    letGo();
    await expect
      .poll(() => counted(test))
      .toEqual([
        'technology="first@onnx-cpu",decision="alarm",truth="threat" 1',
        'technology="second@onnx-cpu",decision="alarm",truth="threat" 1',
      ]);
  });

  it('counts each screening against the truth once, and no correction of it', async () => {
    const test = await startTestApp();
    const id = await postScan(test);
    for (const inspection of [found(), found(), BENIGN]) await put(test, id, inspection);
    expect(await counted(test)).toEqual(['technology="first@onnx-cpu",decision="alarm",truth="threat" 1']);
  });

  it.each([
    [found({ outcome: 'positive' }), /wrong outcome.*threat, benign/],
    [found({ selectedBy: 'luck' }), /wrong selectedBy/],
    [{ outcome: 'benign', selectedBy: 'random' }, /lacks inspectedAt/],
    [found({ result: 'x' }), /unknown field "result"/],
    [found({ inspectedAt: '2026-03-01' }), /wrong inspectedAt.*offset/],
    [found({ inspectedAt: new Date(NOW.getTime() + 2 * DAY_MS).toISOString() }), /in the future/],
    [found({ inspectedAt: new Date(NOW.getTime() - 2 * DAY_MS).toISOString() }), /before the container passed/],
    [found({ boxes: [{ view: 'top', box: { x: 0, y: 0, width: 1, height: 1 } }] }), /view "top".*side/],
    [found({ boxes: [{ view: 'side', box: { x: 0, y: 0, width: 9999, height: 1 } }] }), /leaves the view side/],
    [found({ boxes: Array(65).fill(0) }), /wrong boxes: it must have at most 64 values/],
    [
      found({ boxes: [{ view: 'side', box: { x: -1, y: 0, width: 1, height: 1 } }] }),
      /wrong boxes\.0\.box\.x: it must be at least 0\.$/,
    ],
    [
      found({ boxes: [{ view: 'side', box: { x: 0.5, y: 0, width: 1, height: 1 } }] }),
      /box\.x: it must be a whole number\.$/,
    ],
    [found({ boxes: [{ box: { x: 0, y: 0, width: 1, height: 1 } }] }), /boxes\.0: it lacks view\.$/],
    [found({ outcome: 'benign' }), /neither category nor boxes/],
    [found({ category: ' ' }), /empty category/],
    [found({ category: 'a\u0000b' }), /no.*control character/],
    [found({ category: 'a\ud800' }), /half of a character/],
    [[], /must be an object/],
  ])('refuses %j', async (inspection, detail) => {
    const test = await startTestApp();
    const reply = await put(test, await postScan(test), inspection);
    expect(reply.json()).toMatchObject({
      status: 422,
      code: 'invalid-inspection',
      detail: expect.stringMatching(detail),
    });
  });

  it('answers whatever JSON is sent without failing itself', async () => {
    const test = await startTestApp();
    const id = await postScan(test);
    const field = fc.constantFrom('outcome', 'selectedBy', 'category', 'boxes', 'inspectedAt');
    const nearly = fc.dictionary(field, fc.jsonValue()).map((fields) => ({ ...found(), ...fields }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(nearly, fc.jsonValue()), async (body) => {
        const { statusCode } = await put(test, id, JSON.stringify(body));
        expect([200, 201, 422]).toContain(statusCode);
      }),
    );
  });

  it('answers what is no JSON, no JSON type, too long, said twice, or of no scan', async () => {
    const test = await startTestApp();
    const id = await postScan(test);
    expect((await put(test, id, '{')).json()).toMatchObject({ code: 'malformed-request' });
    expect((await put(test, id, `"${'x'.repeat(70_000)}"`)).json()).toMatchObject({ code: 'body-too-large' });
    expect((await put(test, id, '{"outcome":"benign","outcome":"threat"}')).json()).toMatchObject({
      code: 'invalid-inspection',
      detail: 'The inspection has the field "outcome" twice: send it once.',
    });
    expect((await put(test, 'nonsense', BENIGN)).json()).toMatchObject({ code: 'unknown-scan' });
    const typed = { method: 'PUT' as const, url: `/v1/scans/${id}/inspection`, payload: 'x' };
    const reply = await test.app.inject({ ...typed, headers: { 'content-type': 'text/plain' } });
    expect(reply.json()).toMatchObject({ code: 'unsupported-media-type' });
    expect((await test.app.inject(`/v1/scans/${id}/inspection`)).json()).toMatchObject({ code: 'not-found' });
  });
});

describe('POST /v1/inspections', () => {
  const HEADER = 'containerNumber;inspectedAt;outcome;selectedBy;category';
  const today = NOW.toISOString().slice(0, 10);
  const KNOWN = `CSQU3054383;${today};threat;alarm;weapons`;
  const UNKNOWN = `MSKU6011672;${today};benign;random;`;

  async function withScan(): Promise<TestApp & { readonly id: string }> {
    const test = await startTestApp();
    return { ...test, id: await postScan(test, { containerNumber: 'CSQU3054383' }) };
  }

  it('takes one list after the other, in the order in which they came, however long the first', async () => {
    const test = await withScan();
    const long = [HEADER, KNOWN, ...Array<string>(20_000).fill(UNKNOWN)].join('\n');
    // As many bytes, so that it has arrived no earlier; but most of them are empty lines, which cost little.
    const short = `${HEADER}\n${KNOWN.replace('weapons', 'cigarettes')}`.padEnd(long.length, '\n');
    const longOne = importList(test, long, '?skipUnmatched=true');
    // Over connections of its own, PostgreSQL may answer who came a moment later first.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const replies = await Promise.all([longOne, importList(test, short)]);
    const [first, second] = replies.map((reply) => reply.json());
    expect(first).toMatchObject({ recorded: 1, corrected: 0 });
    expect(second).toMatchObject({ recorded: 0, corrected: 1 });
  }, 30_000);

  it('records each row at the scan of its container, and counts it', async () => {
    const test = await withScan();
    const reply = await importList(test, `${HEADER}\n${KNOWN}\n`);
    expect(reply.json()).toEqual({
      state: 'imported',
      rows: 1,
      matched: 1,
      recorded: 1,
      corrected: 0,
      unchanged: 0,
      problems: [],
    });
    expect(Value.Errors(ImportReportSchema, reply.json())).toEqual([]);
    const { inspection } = (await test.app.inject(`/v1/scans/${test.id}`)).json();
    expect(inspection).toMatchObject({ outcome: 'threat', selectedBy: 'alarm', category: 'weapons' });
    expect((await importList(test, `${HEADER}\n${KNOWN}\n`)).json()).toMatchObject({ unchanged: 1 });
    expect(await counted(test)).toHaveLength(1);
  });

  it('records nothing where one row has no scan, and says which', async () => {
    const test = await withScan();
    const reply = await importList(test, `${HEADER}\n${KNOWN}\n${UNKNOWN}\n`);
    expect(reply.json()).toMatchObject({
      code: 'invalid-inspection',
      detail: expect.stringMatching(/Nothing was recorded\. line 3: no scan of MSKU6011672/),
    });
    expect((await test.app.inject(`/v1/scans/${test.id}/inspection`)).statusCode).toBe(404);
  });

  it('leaves out rows without a scan where that is wanted, but never a row that is wrong', async () => {
    const test = await withScan();
    const skipping = '?skipUnmatched=true';
    const wrong = KNOWN.replace('threat', 'bad');
    expect((await importList(test, `${HEADER}\n${KNOWN}\n${wrong}\n`, skipping)).statusCode).toBe(422);
    expect((await importList(test, `${HEADER}\n${KNOWN}\n${UNKNOWN}\n`, skipping)).json()).toMatchObject({
      recorded: 1,
      problems: [{ line: 3 }],
    });
  });

  it('says what would happen and writes nothing', async () => {
    const test = await withScan();
    const reply = await importList(test, `${HEADER}\n${KNOWN}\n${UNKNOWN}\n`, '?dryRun=true');
    expect(reply.json()).toMatchObject({ state: 'dry-run', rows: 2, matched: 1, recorded: 0, problems: [{ line: 3 }] });
    expect((await test.app.inject(`/v1/scans/${test.id}/inspection`)).statusCode).toBe(404);
  });

  it('refuses what is no list', async () => {
    const test = await startTestApp();
    const post = (payload: string | Buffer, type: string) =>
      test.app.inject({ method: 'POST', url: '/v1/inspections', headers: { 'content-type': type }, payload });
    expect((await post('x', 'application/json')).json()).toMatchObject({ code: 'unsupported-media-type' });
    expect((await post(Buffer.from([0xff, 0xfe, 0x00]), 'text/csv')).json()).toMatchObject({
      code: 'malformed-request',
    });
    expect((await post('a,b', 'text/csv; charset=utf-8')).json()).toMatchObject({ code: 'invalid-inspection' });
    expect((await importList(test, HEADER, '?utcOffset=CET')).json()).toMatchObject({ code: 'malformed-request' });
  });
});
