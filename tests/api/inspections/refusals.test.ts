import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startTestApp } from '../test-app.ts';
import { BENIGN, found, NOW, postScan, put } from './send-inspections.ts';

const DAY_MS = 86_400_000;

describe('PUT /v1/scans/{id}/inspection', () => {
  it.each([
    [/wrong outcome.*threat, benign/, found({ outcome: 'positive' })],
    [/wrong selectedBy/, found({ selectedBy: 'luck' })],
    [/lacks inspectedAt/, { outcome: 'benign', selectedBy: 'random' }],
    [/unknown field "result"/, found({ result: 'x' })],
    [/wrong inspectedAt.*offset/, found({ inspectedAt: '2026-03-01' })],
    [/in the future/, found({ inspectedAt: new Date(NOW.getTime() + 2 * DAY_MS).toISOString() })],
    [/before the container passed/, found({ inspectedAt: new Date(NOW.getTime() - 2 * DAY_MS).toISOString() })],
    [/view "top".*side/, found({ boxes: [{ view: 'top', box: { x: 0, y: 0, width: 1, height: 1 } }] })],
    [/leaves the view side/, found({ boxes: [{ view: 'side', box: { x: 0, y: 0, width: 9999, height: 1 } }] })],
    [/wrong boxes: it must have at most 64 values/, found({ boxes: Array(65).fill(0) })],
    [
      /wrong boxes\.0\.box\.x: it must be at least 0\.$/,
      found({ boxes: [{ view: 'side', box: { x: -1, y: 0, width: 1, height: 1 } }] }),
    ],
    [
      /box\.x: it must be a whole number\.$/,
      found({ boxes: [{ view: 'side', box: { x: 0.5, y: 0, width: 1, height: 1 } }] }),
    ],
    [/boxes\.0: it lacks view\.$/, found({ boxes: [{ box: { x: 0, y: 0, width: 1, height: 1 } }] })],
    [/neither category nor boxes/, found({ outcome: 'benign' })],
    [/empty category/, found({ category: ' ' })],
    [/no.*control character/, found({ category: 'a\u0000b' })],
    [/half of a character/, found({ category: 'a\ud800' })],
    [/must be an object/, []],
  ])('refuses, saying %s', async (detail, inspection) => {
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
