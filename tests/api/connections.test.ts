import { describe, expect, it } from 'vitest';
import { succeed } from '../../src/domain/failure.ts';
import { resultOf } from './fake-screener.ts';
import { listen, startTestApp } from './test-app.ts';

describe('a service that stops', () => {
  it('ends kept connections with an answer that says so, that of a scan in flight too', async () => {
    const { app, screener } = await startTestApp();
    let finish = () => {};
    screener.answer = (job) =>
      new Promise((resolve) => {
        finish = () => resolve(succeed({ result: resultOf(job), queueMs: 0 }));
      });
    const { url } = await listen(app);
    const post = () =>
      fetch(`${url}/v1/scans`, { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'abc' });
    const before = await fetch(`${url}/livez`);
    const inFlight = post();
    await expect.poll(() => screener.jobs.length).toBe(1);
    await screener.drain();
    const refused = await post();
    finish();

    expect(before.headers.get('connection')).toBe('keep-alive');
    expect([refused.status, refused.headers.get('connection')]).toEqual([503, 'close']);
    const answered = await inFlight;
    expect([answered.status, answered.headers.get('connection')]).toEqual([201, 'close']);
  });
});
