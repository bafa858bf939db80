import { describe, expect, it, onTestFinished } from 'vitest';
import { buildAppOn, startTestApp, type TestApp } from './test-app.ts';

const FIRST = { champion: 'first@onnx-cpu', challengers: [] };
const SECOND = { champion: 'second@onnx-cpu', challengers: [] };

type App = Pick<TestApp, 'app'>;

const read = ({ app }: App, headers: Record<string, string> = {}) => app.inject({ url: '/v1/lineup', headers });
const change = ({ app }: App, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'PUT', url: '/v1/lineup', payload, headers });
const tagOf = async (test: App) => String((await read(test)).headers['etag']);

/** Another process on the same records, which hears no news of the first. */
async function startBeside({ records }: TestApp): Promise<App> {
  const app = await buildAppOn(records);
  onTestFinished(() => app.close());
  return { app };
}

describe('the version of the lineup', () => {
  it('is named when it is read and changed, and another one after each change', async () => {
    const test = await startTestApp();
    const before = await tagOf(test);
    expect(before).toMatch(/^"[\w-]{22}"$/);
    expect(await tagOf(test)).toBe(before);
    const changed = await change(test, FIRST);
    expect(changed.headers['etag']).toBe(await tagOf(test));
    const again = await change(test, FIRST);
    expect(new Set([before, changed.headers['etag'], again.headers['etag']]).size).toBe(3);
  });

  it.each(['"nope"', 'nope', 'W/TAG', '"", "nope"'])(
    'that If-Match does not name is left as it is: %s',
    async (field) => {
      const test = await startTestApp();
      const tag = await tagOf(test);
      const refused = await change(test, FIRST, { 'if-match': field.replace('TAG', tag) });
      expect(refused.json()).toMatchObject({ status: 412, code: 'precondition-failed' });
      expect((await read(test)).json().history).toEqual([]);
      expect((await read(test, { 'if-match': field.replace('TAG', tag) })).statusCode).toBe(412);
    },
  );

  it.each(['TAG', '*', '"other", TAG'])('that If-Match names is changed: %s', async (field) => {
    const test = await startTestApp();
    const headers = { 'if-match': field.replace('TAG', await tagOf(test)) };
    expect((await read(test, headers)).statusCode).toBe(200);
    expect((await change(test, FIRST, headers)).statusCode).toBe(200);
    expect((await read(test)).json().champion).toBe(FIRST.champion);
  });

  it.each(['*', 'TAG', 'W/TAG'])('that If-None-Match names is neither sent anew nor changed: %s', async (field) => {
    const test = await startTestApp();
    const tag = await tagOf(test);
    const headers = { 'if-none-match': field.replace('TAG', tag) };
    const known = await read(test, headers);
    expect([known.statusCode, known.body, known.headers['etag']]).toEqual([304, '', tag]);
    expect((await change(test, FIRST, headers)).statusCode).toBe(412);
    expect((await read(test, { 'if-none-match': '"other"' })).statusCode).toBe(200);
    expect((await change(test, FIRST, { 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('is that of the records, whichever process changed it last', async () => {
    const test = await startTestApp();
    const beside = await startBeside(test);
    const seen = await tagOf(test);
    expect(await tagOf(beside)).toBe(seen);
    expect((await change(beside, SECOND, { 'if-match': seen })).statusCode).toBe(200);
    // This process has not heard of the change.
    expect((await change(test, FIRST, { 'if-match': seen })).statusCode).toBe(412);
    expect((await read(test)).json()).toMatchObject({ champion: SECOND.champion, history: [SECOND] });
    expect((await change(test, FIRST, { 'if-match': await tagOf(test) })).statusCode).toBe(200);
    expect((await read(beside)).json().history).toMatchObject([FIRST, SECOND]);
  });

  it('lets one of two through that saw the same', async () => {
    const test = await startTestApp();
    const beside = await startBeside(test);
    const headers = { 'if-match': await tagOf(test) };
    const both = await Promise.all([change(test, FIRST, headers), change(beside, SECOND, headers)]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412]);
    expect((await read(test)).json().history).toHaveLength(1);
  });
});

describe('what has no version', () => {
  it.each([{ 'if-match': '"nope"' }, { 'if-none-match': '*' }])('is not deleted under %o', async (condition) => {
    const { app } = await startTestApp();
    const headers = { 'content-type': 'image/png' };
    const scan = await app.inject({ method: 'POST', url: '/v1/scans', headers, payload: 'a picture' });
    const url = `/v1/scans/${scan.json().id}`;
    expect((await app.inject({ method: 'DELETE', url, headers: condition })).statusCode).toBe(412);
    expect((await app.inject(url)).statusCode).toBe(200);
    expect((await app.inject({ method: 'DELETE', url, headers: { 'if-match': '*' } })).statusCode).toBe(204);
  });
});
