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
