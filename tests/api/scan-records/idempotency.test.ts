import { describe, expect, it } from 'vitest';
import { UNREADABLE } from '../fake-screener.ts';
import { startTestApp } from '../test-app.ts';
import { post, postForm } from './send-scans.ts';

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'gate-2-0001' };

  it('answers a retry with the first answer, and screens once', async () => {
    const test = await startTestApp();
    const first = await post(test, '?maps=inline', key);
    const again = await post(test, '?maps=inline', key);
    expect(again.statusCode).toBe(201);
    expect(again.body).toBe(first.body);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([undefined, 'true']);
    expect(test.screener.jobs).toHaveLength(1);
  });

  it('makes two tries at once one scan', async () => {
    const test = await startTestApp();
    const replies = await Promise.all([post(test, '', key), post(test, '', key), post(test, '', key)]);
    expect(new Set(replies.map((reply) => reply.json().id)).size).toBe(1);
    expect(test.screener.jobs).toHaveLength(1);
  });

  it('waits for the first try no longer than the retry itself asks for', async () => {
    const test = await startTestApp();
    const { answer } = test.screener;
    let letAnswer = () => {};
    const mayAnswer = new Promise<void>((resolve) => {
      letAnswer = resolve;
    });
    test.screener.answer = async (...job) => {
      await mayAnswer;
      return answer(...job);
    };
    const first = post(test, '', key);
    await expect.poll(() => test.screener.jobs.length).toBe(1);
    for (const prefer of ['wait=1', 'respond-async, wait=1']) {
      const retry = await post(test, '', { ...key, prefer });
      expect(retry.json()).toMatchObject({
        status: 504,
        code: 'deadline-passed',
        detail: expect.stringContaining('within 1000 ms'),
      });
      expect(retry.headers['preference-applied']).toBe('wait=1');
    }
    const patient = post(test, '', { ...key, prefer: 'wait=600' });
    letAnswer();
    expect((await patient).json()).toEqual((await first).json());
    expect(test.screener.jobs).toHaveLength(1);
    expect(test.screener.permits).toEqual({ taken: 4, released: 4 });
  });

  it('knows a form again whose boundary is new', async () => {
    const test = await startTestApp();
    const first = await postForm(test, { laneId: '7' }, key, 'one');
    expect((await postForm(test, { laneId: '7' }, key, 'two')).json()).toEqual(first.json());
  });

  it.each([
    ['another picture', { laneId: '7' }, 'another'],
    ['other metadata', { laneId: '8' }, 'a picture'],
  ])('answers conflict to %s under the same key', async (_what, metadata, picture) => {
    const test = await startTestApp();
    await postForm(test, { laneId: '7' }, key);
    expect((await postForm(test, metadata, key, 'b', picture)).json()).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('screens again after a failure, which was no answer', async () => {
    const test = await startTestApp();
    const answer = test.screener.answer;
    test.screener.answer = async () => UNREADABLE;
    expect((await post(test, '', key)).statusCode).toBe(422);
    test.screener.answer = answer;
    expect((await post(test, '', key)).statusCode).toBe(201);
  });

  it('without one, the same bytes are a new scan', async () => {
    const test = await startTestApp();
    const ids = [(await post(test)).json().id, (await post(test)).json().id];
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['spaces', { 'idempotency-key': 'a b' }, ''],
    ['more than 255 characters', { 'idempotency-key': 'x'.repeat(256) }, ''],
    ['pictures that are not kept', key, '?images=inline'],
  ])('is refused with %s', async (_what, headers, query) => {
    const test = await startTestApp();
    expect((await post(test, query, headers)).json()).toMatchObject({ status: 400, code: 'malformed-request' });
  });
});
