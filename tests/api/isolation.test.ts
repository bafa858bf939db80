import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { listKeys } from '../../src/records/access/key-records.ts';
import { ask, CASES, operations, operationsThat } from './isolation/addresses.ts';
import { post, twoPorts } from './isolation/two-ports.ts';
import { statementsOf } from './statements-of.ts';
import { startTestApp, type TestApp } from './test-app.ts';
import type { TestKey } from './test-keys.ts';

const NOWHERE = uuidv7();

/** Queries that make a list show all that it could, for routes that need or take one. Others are asked without. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/v1/scans': [
    '',
    '?limit=1',
    '?containerNumber=CSQU3054383',
    '?decision=alarm',
    '?technology=first@onnx-cpu',
    '?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z',
    '?cursor=ffffffff-ffff-7fff-bfff-ffffffffffff',
  ],
  '/v1/comparison': [
    '?technology=first@onnx-cpu&technology=second@onnx-cpu',
    '?technology=first@onnx-cpu&technology=second@onnx-cpu&by=port',
  ],
  '/v1/reports': ['', '?limit=1', '?cursor=ffffffff-ffff-7fff-bfff-ffffffffffff'],
};

/** A scan and a report of a port. One report runs, so nothing is left that asks the database by itself. */
async function fill(test: TestApp, key: TestKey): Promise<{ readonly scan: string; readonly report: string }> {
  const { id: scan } = (await post(test, key)).json();
  const started = await test.app.inject({ method: 'POST', url: '/v1/reports', headers: key.headers, payload: {} });
  await expect.poll(() => test.reportRunner.running()).not.toBeNull();
  return { scan, report: started.json().id };
}

async function wasUsed({ records }: TestApp, { id }: TestKey): Promise<boolean> {
  return (await listKeys(records.db)).some((key) => key.id === id && key.lastUsedAt !== null);
}

describe('each address', () => {
  it('has a case here: what two ports could learn of each other there', async () => {
    const described = (await operations(await startTestApp())).map(({ method, path }) => `${method} ${path}`);
    expect(described.toSorted()).toEqual(Object.keys(CASES).toSorted());
  });
});

/** After whatever was scanned so far, as lists have it. */
const inAMinute = () => `${new Date(Date.now() + 60_000).toISOString().slice(0, 19)}Z`;

describe('a key of one port', () => {
  it.each(['of one scan', 'of one report'] as const)(
    'is answered alike for what is another port’s and for what does not exist, at every address %s',
    async (wanted) => {
      const test = await twoPorts();
      const { scan, report } = await fill(test, test.rotterdam);
      const id = wanted === 'of one scan' ? scan : report;
      for (const operation of await operationsThat(test, wanted)) {
        const foreign = await ask(test, test.hamburg, operation, id);
        expect([operation.method, operation.path, foreign.status]).toEqual([operation.method, operation.path, 404]);
        expect(foreign).toEqual(await ask(test, test.hamburg, operation, NOWHERE));
      }
      // It is there all the same, for its own port.
      const own = wanted === 'of one scan' ? `/v1/scans/${id}` : `/v1/reports/${id}`;
      expect((await test.app.inject({ url: own, headers: test.rotterdam.headers })).statusCode).toBe(200);
    },
  );

  it.each(['of one scan', 'of one report'] as const)(
    'costs the same statements of the database for both, so that the time tells nothing, at every address %s',
    async (wanted) => {
      const test = await twoPorts();
      const { scan, report } = await fill(test, test.rotterdam);
      const id = wanted === 'of one scan' ? scan : report;
      const found = await operationsThat(test, wanted);
      // What is remembered of the key is read before, and that it was used is on record: that comes after its answer.
      for (const operation of found.slice(0, 1)) await ask(test, test.hamburg, operation, NOWHERE);
      await expect.poll(() => wasUsed(test, test.hamburg)).toBe(true);
      for (const operation of found) {
        const foreign = await statementsOf(() => ask(test, test.hamburg, operation, id));
        expect(foreign.length).toBeGreaterThan(0);
        expect(foreign).toEqual(await statementsOf(() => ask(test, test.hamburg, operation, NOWHERE)));
      }
    },
  );

  it('is refused what is of the whole service, before anything is looked for', async () => {
    const test = await twoPorts();
    const { scan } = await fill(test, test.rotterdam);
    for (const operation of await operationsThat(test, 'of the whole service')) {
      const foreign = await ask(test, test.hamburg, operation, scan);
      expect([operation.path, foreign.status]).toEqual([operation.path, 403]);
      expect(foreign).toEqual(await ask(test, test.hamburg, operation, NOWHERE));
    }
  });

  it('sees no list change by what other ports do: no row, no count, no cursor', async () => {
    const test = await twoPorts();
    const own = await fill(test, test.hamburg);
    const readAll = async () => {
      const answers: [string, string][] = [];
      for (const { path } of await operationsThat(test, 'lists')) {
        for (const query of QUERIES[path] ?? ['']) {
          const reply = await test.app.inject({ url: `${path}${query}`, headers: test.hamburg.headers });
          // A route that needs a query to answer is given one above: a refusal would prove nothing.
          expect([path, query, reply.statusCode]).toEqual([path, query, 200]);
          answers.push([`${path}${query}`, reply.body]);
        }
      }
      return answers;
    };
    const before = await readAll();
    for (const id of Object.values(own)) expect(JSON.stringify(before)).toContain(id);
    for (let n = 0; n < 3; n++) await fill(test, test.rotterdam);
    expect(await readAll()).toEqual(before);
  });

  it('hears nothing of other ports on a stream of events', async () => {
    const test = await twoPorts();
    for (const { path } of await operationsThat(test, 'streams')) {
      const reply = await test.app.inject({ url: path, headers: test.hamburg.headers, payloadAsStream: true });
      let heard = '';
      const stream = reply.stream();
      stream.on('data', (chunk) => {
        heard += String(chunk);
      });
      const foreign = (await post(test, test.rotterdam)).json().id;
      const own = (await post(test, test.hamburg)).json().id;
      await vi.waitFor(() => expect(heard).toContain(own));
      expect(heard).not.toContain(foreign);
      stream.destroy();
    }
  });

  it('is told the same of what is of no port, from no table that holds what is of one', async () => {
    const test = await twoPorts();
    const found = await operationsThat(test, 'of no port');
    const askAll = async () => {
      const answers = [];
      for (const operation of found) {
        const { status, body } = await ask(test, test.hamburg, operation, 'first@onnx-cpu');
        answers.push([operation.path, status, operation.path.endsWith('/infer') ? '' : body]);
      }
      return answers;
    };
    const before = await askAll();
    await fill(test, test.rotterdam);
    expect(await askAll()).toEqual(before);
    for (const operation of found) {
      const statements = await statementsOf(() => ask(test, test.hamburg, operation, 'first@onnx-cpu'));
      const looked = statements.filter((sql) =>
        /"(scans|screenings|scan_containers|pictures|inspections|events|reports|idempotency_keys)"/.test(sql),
      );
      // Whether the records answer at all is found out by reading one row of any port.
      const asksRecords = ['/readyz', '/v2/health/ready'].includes(operation.path);
      expect([operation.path, looked.length]).toEqual([operation.path, asksRecords ? 1 : 0]);
    }
  });

  it('adds what it adds whatever other ports have added before', async () => {
    const test = await twoPorts();
    const added = await operationsThat(test, 'adds');
    expect(added.map(({ path }) => path).toSorted()).toEqual(['/v1/inspections', '/v1/reports', '/v1/scans']);
    const csv = (containerNumber: string) =>
      test.app.inject({
        method: 'POST',
        url: '/v1/inspections',
        headers: { ...test.hamburg.headers, 'content-type': 'text/csv' },
        payload: `containerNumber,inspectedAt,outcome,selectedBy\n${containerNumber},${inAMinute()},threat,random`,
      });
    // Of a container that another port alone has scanned, as of one that nobody has.
    await post(test, test.rotterdam, { containerNumber: 'MWCU6059784' });
    const [foreign, nowhere] = [await csv('MWCU6059784'), await csv('TEMU1234565')];
    expect(nowhere.body).toContain('no scan of TEMU1234565 is on record');
    const plain = (text: string) => text.replaceAll(/MWCU6059784|TEMU1234565|\d{4}-\d\d-\d\dT[0-9:.]+Z/g, '…');
    expect([foreign.statusCode, plain(foreign.body)]).toEqual([422, plain(nowhere.body)]);
    // Of one that both have scanned, each port's own is inspected.
    const { id: theirs } = (await post(test, test.rotterdam)).json();
    const { id: ours } = (await post(test, test.hamburg)).json();
    expect((await csv('CSQU3054383')).json()).toMatchObject({ state: 'imported', matched: 1, recorded: 1 });
    const inspected = async (id: string, { headers }: TestKey) =>
      (await test.app.inject({ url: `/v1/scans/${id}/inspection`, headers })).statusCode;
    expect([await inspected(ours, test.hamburg), await inspected(theirs, test.rotterdam)]).toEqual([200, 404]);
    const report = async ({ headers }: TestKey) => {
      const reply = await test.app.inject({ method: 'POST', url: '/v1/reports', headers, payload: {} });
      return [reply.statusCode, Object.keys(reply.json())];
    };
    expect(await report(test.hamburg)).toEqual(await report(test.rotterdam));
  });
});
