import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ProblemSchema } from '../../src/api/problems/problem.ts';
import { ScanDocumentSchema } from '../../src/api/schemas/scan-document.ts';
import { fail } from '../../src/domain/failure.ts';
import { createFakeScreener, OVERLOADED, TECHNOLOGIES, UNREADABLE } from './fake-screener.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const PICTURE = Buffer.from('not a picture, but the service need not know');

function post({ app }: TestApp, url = '/v1/scans', headers: Record<string, string> = {}, payload: Buffer = PICTURE) {
  return app.inject({ method: 'POST', url, headers: { 'content-type': 'image/png', ...headers }, payload });
}

async function postForm({ app }: TestApp, parts: Record<string, string | Blob>, url = '/v1/scans') {
  const form = new FormData();
  for (const [name, content] of Object.entries(parts)) form.append(name, content);
  const request = new Request('http://host/', { method: 'POST', body: form });
  const payload = Buffer.from(await request.arrayBuffer());
  const contentType = request.headers.get('content-type') ?? '';
  return app.inject({ method: 'POST', url, headers: { 'content-type': contentType }, payload });
}

const file = (text: string, type = 'image/png') => new Blob([text], { type });

describe('POST /v1/scans', () => {
  it('answers 201 with the scan document, its address and the stages', async () => {
    const reply = await post(await startTestApp());
    expect(reply.statusCode).toBe(201);
    const document = reply.json();
    expect(Value.Errors(ScanDocumentSchema, document)).toEqual([]);
    expect(document.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
    expect(reply.headers.location).toBe(`/v1/scans/${document.id}`);
    expect(document.screenings[0]).toMatchObject({
      technology: 'first@onnx-cpu',
      decision: 'alarm',
      reason: null,
      score: 0.9,
      timings: { queueMs: 0.25, decodeMs: 2, prepareMs: 1, inferMs: 5, interpretMs: 0.5 },
    });
    expect(document.screenings[0]).not.toHaveProperty('anomalyMaps');
    expect(document.views[0]).not.toHaveProperty('image');
    expect(reply.headers['server-timing']).toMatch(
      /upload;dur=.*queue;dur=0\.25, decode;dur=2\.00, prepare;dur=1\.00, infer;dur=5\.00, interpret;dur=0\.50, store;dur=\d+\.\d\d, total;dur=/,
    );
  });

  it('takes a bare body as the view side and hands its bytes over as they came', async () => {
    const test = await startTestApp();
    await post(test);
    expect(test.screener.jobs[0]?.files).toMatchObject([{ view: 'side', energy: null, declaredType: 'image/png' }]);
    expect(Buffer.from(test.screener.jobs[0]?.files[0]?.bytes ?? [])).toEqual(PICTURE);
  });

  it('reads views, energies and metadata from a multipart body', async () => {
    const test = await startTestApp();
    const reply = await postForm(test, {
      'side.high': file('high'),
      metadata: JSON.stringify({ containerNumber: 'CSQU3054383', energiesMeV: { high: 6, low: 4 } }),
      'side.low': file('low', 'image/tiff'),
      top: file('top', 'application/octet-stream'),
    });
    expect(reply.statusCode).toBe(201);
    expect(reply.json().metadata).toEqual({ containerNumber: 'CSQU3054383', energiesMeV: { high: 6, low: 4 } });
    expect(
      test.screener.jobs[0]?.files.map((f) => [f.view, f.energy, f.declaredType, `${Buffer.from(f.bytes)}`]),
    ).toEqual([
      ['side', 'high', 'image/png', 'high'],
      ['side', 'low', 'image/tiff', 'low'],
      ['top', null, null, 'top'],
    ]);
  });

  it('takes metadata as a file with a JSON type, too', async () => {
    const reply = await postForm(await startTestApp(), {
      side: file('x'),
      metadata: file('{"laneId":"7"}', 'application/json'),
    });
    expect(reply.json().metadata).toEqual({ laneId: '7' });
  });

  it('screens with each requested technology once, in the order asked', async () => {
    const reply = await post(
      await startTestApp(),
      '/v1/scans?technology=second@onnx-cpu&technology=first@onnx-cpu&technology=second@onnx-cpu',
    );
    expect(reply.json().screenings.map((s: { technology: string }) => s.technology)).toEqual([
      'second@onnx-cpu',
      'first@onnx-cpu',
    ]);
    expect(reply.headers['server-timing']).toContain('infer;dur=5.00;desc="second@onnx-cpu"');
  });

  it('lets the champion screen when none is requested', async () => {
    const reply = await post(await startTestApp({ champion: 'second@onnx-cpu' }));
    expect(reply.json().screenings[0].technology).toBe('second@onnx-cpu');
  });

  it('never lets another technology stand in for a champion that cannot screen', async () => {
    const reply = await post(await startTestApp({ champion: 'broken@onnx-cpu' }));
    expect(reply.statusCode).toBe(500);
    expect(reply.json().detail).toContain('do not match their hash');
  });

  it('asks to come again while the models warm up, whether a technology was named or not', async () => {
    const starting = createFakeScreener(
      TECHNOLOGIES.map((technology) => ({ ...technology, state: 'unavailable', reason: 'It is still being loaded.' })),
    );
    starting.isReadyNow = false;
    starting.startingThreads = 1;
    const test = await startTestApp({}, starting);
    for (const query of ['', '?technology=first@onnx-cpu']) {
      const reply = await post(test, `/v1/scans${query}`);
      expect(reply.json()).toMatchObject({ status: 503, code: 'overloaded' });
      expect(reply.headers['retry-after']).toBe('1');
    }
    expect((await post(test, '/v1/scans?technology=third@onnx-cpu')).statusCode).toBe(404);
  });

  it('adds maps and images as data URIs only when asked', async () => {
    const reply = await post(await startTestApp(), '/v1/scans?maps=inline&images=inline');
    expect(reply.json().screenings[0].anomalyMaps.side).toBe('data:image/png;base64,iVBORw==');
    expect(reply.json().views[0].image).toBe('data:image/png;base64,iVBORw==');
    expect(Value.Check(ScanDocumentSchema, reply.json())).toBe(true);
  });

  it.each([
    [
      'an unknown technology',
      '?technology=third@onnx-cpu',
      404,
      'unknown-technology',
      'first@onnx-cpu, second@onnx-cpu',
    ],
    ['an unavailable technology', '?technology=broken@onnx-cpu', 404, 'unknown-technology', 'do not match their hash'],
    ['an unknown kind of maps', '?maps=all', 400, 'malformed-request', 'must be one of none, inline'],
    ['an empty technology', '?technology=', 400, 'malformed-request', 'technology is empty'],
    [
      'a misspelt parameter',
      '?tecnology=first@onnx-cpu',
      400,
      'malformed-request',
      '"tecnology" is not known. Known are: technology, ',
    ],
  ])('refuses %s with the cure', async (_what, query, status, code, detail) => {
    const test = await startTestApp();
    const reply = await post(test, `/v1/scans${query}`);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(Value.Errors(ProblemSchema, reply.json())).toEqual([]);
    expect(reply.json()).toMatchObject({ status, code, detail: expect.stringContaining(detail) });
    expect(reply.statusCode).toBe(status);
    expect(test.screener.permits).toEqual({ taken: 1, released: 1 });
  });

  it.each([
    ['application/dicom', 'DICOM'],
    ['text/plain', '"text/plain"'],
    ['application/json', '"application/json"'],
    ['image/gif', '"image/gif"'],
    ['nonsense', '"nonsense"'],
  ])('answers 415 to %s', async (contentType, detail) => {
    const reply = await post(await startTestApp(), '/v1/scans', { 'content-type': contentType });
    expect(reply.statusCode).toBe(415);
    expect(reply.json()).toMatchObject({ code: 'unsupported-media-type', detail: expect.stringContaining(detail) });
  });

  it('answers 415 to a request that names no type and to a compressed body', async () => {
    const test = await startTestApp();
    expect((await test.app.inject({ method: 'POST', url: '/v1/scans' })).statusCode).toBe(415);
    expect((await post(test, '/v1/scans', { 'content-encoding': 'gzip' })).json()).toMatchObject({
      status: 415,
      detail: 'The content encoding gzip is not accepted: send the body as it is, without Content-Encoding.',
    });
  });

  it('answers 422 to an empty picture', async () => {
    const test = await startTestApp();
    expect((await post(test, '/v1/scans', {}, Buffer.alloc(0))).json()).toMatchObject({ code: 'unreadable-scan' });
    expect((await postForm(test, { side: file('') })).json()).toMatchObject({ code: 'unreadable-scan' });
  });

  it.each([
    ['no file part', { metadata: '{}' }, 400, 'malformed-request', 'no file part'],
    ['an unknown part', { Side: file('x') }, 400, 'malformed-request', '<view>.<energy>'],
    ['an unknown energy', { 'side.medium': file('x') }, 400, 'malformed-request', 'side.medium'],
    [
      'a plane twice',
      { side: file('x'), 'side.low': file('y') },
      400,
      'malformed-request',
      'side comes more than once',
    ],
    ['a part of an unlisted type', { side: file('x', 'application/pdf') }, 415, 'unsupported-media-type', 'part side'],
    ['metadata that are no JSON', { side: file('x'), metadata: '{' }, 422, 'invalid-metadata', 'not JSON'],
    [
      'metadata with a field twice',
      { side: file('x'), metadata: '{"portCode":"NLRTM","portCode":"DEHAM"}' },
      422,
      'invalid-metadata',
      'the field "portCode" twice: send it once',
    ],
    ['metadata too long', { side: file('x'), metadata: `"${'x'.repeat(70_000)}"` }, 422, 'invalid-metadata', '65536'],
    [
      'a wrong check digit',
      { side: file('x'), metadata: '{"containerNumber":"CSQU3054384"}' },
      422,
      'invalid-metadata',
      'containerNumber',
    ],
    ['a prototype', { side: file('x'), metadata: '{"__proto__":{"a":1}}' }, 422, 'invalid-metadata', '__proto__'],
  ])('refuses a multipart body with %s', async (_what, parts, status, code, detail) => {
    const reply = await postForm(await startTestApp(), parts);
    expect(reply.json()).toMatchObject({ status, code, detail: expect.stringContaining(detail) });
  });

  it('passes over the fields of a form that nobody filled in, but never over an empty file', async () => {
    const test = await startTestApp();
    const filled = { 'side.high': file('x'), 'side.low': '', side: '', metadata: '' };
    expect((await postForm(test, filled)).statusCode).toBe(201);
    expect(test.screener.jobs[0]?.files.map(({ view, energy }) => [view, energy])).toEqual([['side', 'high']]);
    const empty = await postForm(test, { side: file(''), metadata: '' });
    expect(empty.json()).toMatchObject({ status: 422, code: 'unreadable-scan' });
  });

  it('refuses several metadata parts', async () => {
    const part = '--b\r\ncontent-disposition: form-data; name="metadata"\r\n\r\n{}\r\n';
    const reply = await post(
      await startTestApp(),
      '/v1/scans',
      { 'content-type': 'multipart/form-data; boundary=b' },
      Buffer.from(`${part}${part}--b--`),
    );
    expect(reply.json()).toMatchObject({ code: 'malformed-request', detail: expect.stringContaining('several') });
  });

  it('answers what the threads say of a scan, and gives the place back', async () => {
    const test = await startTestApp();
    test.screener.answer = async () => UNREADABLE;
    const reply = await post(test);
    expect(reply.json()).toMatchObject({ status: 422, code: 'unreadable-scan', detail: UNREADABLE.failure.message });
    expect(test.screener.permits).toEqual({ taken: 1, released: 1 });
  });

  it('says when to come again while every place is taken', async () => {
    const test = await startTestApp();
    test.screener.refusal = OVERLOADED;
    const reply = await post(test);
    expect(reply.statusCode).toBe(503);
    expect(reply.headers['retry-after']).toBe('2');
    expect(reply.json().code).toBe('overloaded');
    expect(test.screener.jobs).toEqual([]);
  });

  it('hides a bug from the client and gives it a name in the log', async () => {
    const test = await startTestApp();
    test.screener.answer = () => Promise.reject(new Error('secret'));
    const reply = await post(test);
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('secret');
    const bugId = reply.json().instance.replace('urn:uuid:', '');
    expect(test.logLines.some((line) => line.includes(bugId) && line.includes('secret'))).toBe(true);
    expect(test.screener.permits).toEqual({ taken: 1, released: 1 });
  });

  it('answers 504 when the deadline passes, and keeps the place until the thread is free', async () => {
    const test = await startTestApp();
    let finish = () => {};
    test.screener.answer = () =>
      new Promise((resolve) => {
        finish = () => resolve(fail('runtime-failed', 'too late to matter'));
      });
    const reply = await post(test, '/v1/scans', { prefer: 'wait=0' });
    expect(reply.statusCode).toBe(504);
    expect(reply.json().code).toBe('deadline-passed');
    expect(reply.headers['preference-applied']).toBe('wait=0');
    expect(test.screener.permits).toEqual({ taken: 1, released: 0 });
    finish();
    await new Promise(setImmediate);
    expect(test.screener.permits).toEqual({ taken: 1, released: 1 });
  });
});
