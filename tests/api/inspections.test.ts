import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { InspectionHistorySchema } from '../../src/api/schemas/inspection.ts';
import { ScanDocumentSchema } from '../../src/api/schemas/scan-document.ts';
import { listAudit } from '../../src/records/access/audit.ts';
import { BENIGN, counted, found, postScan, put } from './inspections/send-inspections.ts';
import { startTestApp } from './test-app.ts';

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
});
