import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ImportReportSchema } from '../../../src/api/schemas/inspection-list.ts';
import { createSignal } from '../../fixtures/signal.ts';
import { startTestApp, type TestApp } from '../test-app.ts';
import { counted, NOW, postScan } from './send-inspections.ts';

const importList = ({ app }: TestApp, csv: string, query = '') =>
  app.inject({ method: 'POST', url: `/v1/inspections${query}`, headers: { 'content-type': 'text/csv' }, payload: csv });

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
    // Over connections of its own, PostgreSQL may answer who came a moment later first.
    const hasCome = createSignal();
    const { passages } = test.records;
    const { ofContainers } = passages;
    passages.ofContainers = (numbers, port) => {
      hasCome.give();
      return ofContainers(numbers, port);
    };
    const longOne = importList(test, long, '?skipUnmatched=true');
    await hasCome.given;
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
