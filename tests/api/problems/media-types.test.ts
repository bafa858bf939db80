import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { startTestApp } from '../test-app.ts';

const SCAN = `/v1/scans/${uuidv7()}`;

describe('a request to delete', () => {
  it('may name a type and bring a body, which nobody reads', async () => {
    const { app } = await startTestApp();
    const post = { method: 'POST', url: '/v1/scans', headers: { 'content-type': 'image/png' }, payload: 'a' } as const;
    for (const [type, payload] of [
      ['application/json', ''],
      ['application/json', '{'],
      ['image/gif', 'GIF'],
      ['no type', ''],
    ] as const) {
      const headers = { 'content-type': type };
      for (const url of [SCAN, SCAN.replace('scans', 'reports')]) {
        expect((await app.inject({ method: 'DELETE', url, headers, payload })).statusCode).toBe(404);
      }
      const { id } = (await app.inject(post)).json();
      const deleted = await app.inject({ method: 'DELETE', url: `/v1/scans/${id}`, headers, payload });
      expect([type, deleted.statusCode]).toEqual([type, 204]);
    }
  });
});

describe('a type that is none', () => {
  it.each([
    ['PUT', `${SCAN}/inspection`, 'application/json, text/plain', /send JSON as application\/json\.$/],
    ['PUT', `${SCAN}/inspection`, '', /^A body without a Content-Type header .* send JSON as application\/json\.$/],
    ['POST', '/v1/inspections', 'csv', /^The media type "csv" is not accepted here: send text\/csv\.$/],
    ['POST', '/v2/models/first/infer', 'json', /send JSON as application\/json or application\/octet-stream\.$/],
    ['POST', '/v1/scans', 'png', /Send image\/png, .* or send multipart\/form-data/],
  ] as const)('hears at %s %s what is taken there: "%s"', async (method, url, type, sentence) => {
    const { app } = await startTestApp();
    const reply = await app.inject({ method, url, headers: { 'content-type': type }, payload: 'a' });
    expect(reply.statusCode).toBe(415);
    const { detail, error } = reply.json();
    expect(detail ?? error).toMatch(sentence);
  });

  it('is not asked for where nothing is, or the method is another', async () => {
    const { app } = await startTestApp();
    const headers = { 'content-type': 'png', 'content-encoding': 'gzip' };
    expect((await app.inject({ method: 'POST', url: '/nothing', headers, payload: 'a' })).statusCode).toBe(404);
    expect((await app.inject({ method: 'PUT', url: '/v1/scans', headers, payload: 'a' })).statusCode).toBe(405);
  });
});
