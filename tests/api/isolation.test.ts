import SQLite from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from './test-app.ts';
import { makePortKey, type TestKey } from './test-keys.ts';

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
};

interface Described {
  readonly security?: object;
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly example?: unknown; readonly schema?: { readonly examples?: readonly unknown[] } }>
    >;
  };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly described: Described;
}

/** What OpenAPI describes under `/v1` and asks a key for: a route that is added is held to all of this, too. */
async function guardedOperations({ app }: TestApp): Promise<readonly Operation[]> {
  const { paths }: { paths: Record<string, Record<string, Described>> } = (await app.inject('/openapi.json')).json();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, described]) =>
      path.startsWith('/v1/') && described.security !== undefined
        ? [{ method: method.toUpperCase() as Operation['method'], path, described }]
        : [],
    ),
  );
}

const isOfOneScan = ({ path }: Operation) => path.startsWith('/v1/scans/{id}');
const isStream = ({ described }: Operation) => 'text/event-stream' in (described.responses['200']?.content ?? {});
const isList = (operation: Operation) =>
  operation.method === 'GET' && !operation.path.includes('{') && !isStream(operation);

async function twoPorts() {
  const test = await startTestApp();
  const [rotterdam, hamburg] = [await makePortKey(test.records, 'NLRTM'), await makePortKey(test.records, 'DEHAM')];
  return { ...test, rotterdam, hamburg };
}

/** Posts a scan of a container that both ports have, with maps, so that there is something to find. */
function post(
  { app }: TestApp,
  { headers }: TestKey,
  more: { idempotencyKey?: string; portCode?: string; lane?: string } = {},
) {
  const { idempotencyKey, portCode, lane = '7' } = more;
  const metadata = { containerNumber: 'CSQU3054383', laneId: lane, ...(portCode !== undefined && { portCode }) };
  return app.inject({
    method: 'POST',
    url: '/v1/scans?maps=link',
    headers: {
      ...headers,
      'content-type': 'multipart/form-data; boundary=b',
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    payload:
      `--b\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n${JSON.stringify(metadata)}\r\n` +
      `--b\r\nContent-Disposition: form-data; name="side"; filename="x"\r\n\r\na picture\r\n--b--\r\n`,
  });
}

/** Asks for something of one scan, with the body that the description gives as an example. */
async function askOfScan({ app }: TestApp, { headers }: TestKey, { method, path, described }: Operation, id: string) {
  const url = path.replace('{id}', id).replace('{technology}', 'first@onnx-cpu').replace('{view}', 'side');
  const json = described.requestBody?.content['application/json'];
  const example = json?.example ?? json?.schema?.examples?.[0];
  const body = example === undefined ? {} : { payload: JSON.stringify(example) };
  const type = example === undefined ? {} : { 'content-type': 'application/json' };
  const reply = await app.inject({ method, url, headers: { ...headers, ...type }, ...body });
  const { date: _, ...sentHeaders } = reply.headers;
  return { status: reply.statusCode, headers: sentHeaders, body: reply.body };
}

describe('a key of one port', () => {
  it('is answered alike for a scan of another port and for one that does not exist, by every route', async () => {
    const test = await twoPorts();
    const { id } = (await post(test, test.rotterdam)).json();
    const operations = (await guardedOperations(test)).filter(isOfOneScan);
    expect(operations.length).toBeGreaterThanOrEqual(2);
    for (const operation of operations) {
      const foreign = await askOfScan(test, test.hamburg, operation, id);
      // No key of a port may delete, so that both are refused before anything is looked for.
      expect([operation.path, foreign.status]).toEqual([operation.path, operation.method === 'DELETE' ? 403 : 404]);
      expect(foreign).toEqual(await askOfScan(test, test.hamburg, operation, NOWHERE));
    }
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      expect((await askOfScan(test, test.rotterdam, operation, id)).status).not.toBe(401);
    }
    expect((await test.app.inject({ url: `/v1/scans/${id}`, headers: test.rotterdam.headers })).statusCode).toBe(200);
  });

  it('costs the same statements of the database for both, so that the time tells nothing', async () => {
    const test = await twoPorts();
    const { id } = (await post(test, test.rotterdam)).json();
    const operations = (await guardedOperations(test)).filter(
      (operation) => isOfOneScan(operation) && operation.method !== 'DELETE',
    );
    await askOfScan(test, test.hamburg, { method: 'GET', path: '/v1/scans/{id}', described: { responses: {} } }, id);
    const prepare = vi.spyOn(SQLite.prototype, 'prepare');
    try {
      for (const operation of operations) {
        const statementsFor = async (wanted: string) => {
          prepare.mockClear();
          await askOfScan(test, test.hamburg, operation, wanted);
          return prepare.mock.calls.map(([sql]) => sql);
        };
        const foreign = await statementsFor(id);
        expect(foreign.length).toBeGreaterThan(0);
        expect(foreign).toEqual(await statementsFor(NOWHERE));
      }
    } finally {
      prepare.mockRestore();
    }
  });

  it('sees no list change by what other ports do: no row, no count, no cursor', async () => {
    const test = await twoPorts();
    const { id: own } = (await post(test, test.hamburg)).json();
    const lists = (await guardedOperations(test)).filter(isList);
    expect(lists.map(({ path }) => path)).toContain('/v1/scans');
    const readAll = async () => {
      const answers: [string, string][] = [];
      for (const { path } of lists) {
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
    expect(JSON.stringify(before)).toContain(own);
    for (let n = 0; n < 3; n++) await post(test, test.rotterdam);
    expect(await readAll()).toEqual(before);
  });

  it('hears nothing of other ports on a stream of events', async () => {
    const test = await twoPorts();
    for (const { path } of (await guardedOperations(test)).filter(isStream)) {
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

  it('may use the same Idempotency-Key as another port, for the same scan or another', async () => {
    const test = await twoPorts();
    const first = await post(test, test.rotterdam, { idempotencyKey: 'gate-1' });
    const same = await post(test, test.hamburg, { idempotencyKey: 'gate-1' });
    expect([same.statusCode, same.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect(same.json().id).not.toBe(first.json().id);
    await post(test, test.rotterdam, { idempotencyKey: 'gate-2' });
    expect((await post(test, test.hamburg, { idempotencyKey: 'gate-2', lane: '8' })).statusCode).toBe(201);
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
