import { describe, expect, it } from 'vitest';
import { startTestApp } from '../test-app.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('what a request hears that does not fit its description', () => {
  it.each([
    ['/v1/scans?limit=1&limit=2', 'The query parameter limit is given more than once: give it once.'],
    ['/v1/scans?limit=many', 'The query parameter limit must be a whole number.'],
    ['/v1/scans?limit=0', 'The query parameter limit must be at least 1.'],
    ['/v1/scans?limit=9999', 'The query parameter limit must be at most 200.'],
    ['/v1/scans?decision=x', 'The query parameter decision must be one of alarm, clear, undecided.'],
    ['/v1/scans?cursor=3', /^The query parameter cursor must be an id, e\.g\. [0-9a-f-]{36}\.$/],
    ['/v1/scans?cursor=urn:uuid:01980f3e-5a3c-7b1e-8f3a-0b1c2d3e4f50', /cursor must be an id/],
    ['/v1/reports?cursor=urn:uuid:01980f3e-5a3c-7b1e-8f3a-0b1c2d3e4f50', /cursor must be an id/],
    ['/v1/scans?from=2026-03-01T00:00:00+01:00', /must be a date and time with an offset, .* written %2B\.$/],
    ['/v1/scans?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', /^The period ends before it begins/],
    ['/v1/comparison', 'The query parameter technology is missing.'],
    ['/v1/comparison?technology=a', 'The query parameter technology must have at least 2 values.'],
    ['/v1/comparison?technology=a&technology=b&technology=c', /technology must have at most 2 values\.$/],
    ['/v1/comparison?technology=a&technology=a', 'The query parameter technology names the same twice: name it once.'],
  ])('GET %s', async (url, sentence) => {
    const { app } = await startTestApp();
    expect((await app.inject(url)).json()).toMatchObject({ status: 400, detail: expect.stringMatching(sentence) });
  });

  it('of the form of an offset, whose plus sign an address turns into a space', async () => {
    const { app } = await startTestApp();
    const headers = { 'content-type': 'text/csv' };
    const url = '/v1/inspections?utcOffset=+01:00';
    const reply = await app.inject({ method: 'POST', url, headers, payload: '' });
    expect(reply.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/utcOffset .* written %2B\.$/) });
  });

  it.each([
    ['{"champion":null}', JSON_TYPE, 400, 'The field challengers of the body is missing.'],
    [
      '{"champion":null,"challengers":[],"x":1}',
      JSON_TYPE,
      400,
      'The field "x" of the body is not known. Known are: champion, challengers.',
    ],
    [
      '{"champion":null,"challengers":["a b"]}',
      JSON_TYPE,
      400,
      /^The field challengers\.0 of the body has not the form/,
    ],
    [
      '{"champion":"","challengers":[]}',
      JSON_TYPE,
      400,
      'The field champion of the body is empty: give it a value or null.',
    ],
    ['{"champion":5,"challengers":[]}', JSON_TYPE, 400, 'The field champion of the body must be a text, or null.'],
    ['{"champion":null,"challengers":"a"}', JSON_TYPE, 400, 'The field challengers of the body must be a list.'],
    ['[]', JSON_TYPE, 400, 'The body must be an object.'],
    ['{', JSON_TYPE, 400, 'The body is no JSON: send an object as described.'],
    ['', JSON_TYPE, 400, 'The body is empty: send an object as described.'],
    [`"${'x'.repeat(1 << 16)}"`, JSON_TYPE, 413, /^The body may have at most 65536 bytes, /],
    ['{}', {}, 415, /^A body without a Content-Type header is not accepted here/],
  ])('PUT /v1/lineup %.30s', async (payload, headers, status, sentence) => {
    const { app } = await startTestApp();
    const reply = await app.inject({ method: 'PUT', url: '/v1/lineup', headers, payload: Buffer.from(payload) });
    expect(reply.json()).toMatchObject({ status, detail: expect.stringMatching(sentence) });
  });
});
