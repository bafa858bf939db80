import { describe, expect, it } from 'vitest';
import { createSignal } from '../../fixtures/signal.ts';
import { isOnPostgres } from '../api-database.ts';
import { startTestApp } from '../test-app.ts';
import { list, post } from './send-scans.ts';

// SQLite answers from this very process: it is never silent.
describe.skipIf(!isOnPostgres)('while the database does not answer', () => {
  it.each([
    ['a scan', 'wait=1'],
    ['one that is to be screened later', 'respond-async, wait=1'],
  ])(
    '%s is answered when its deadline has passed, with the cause, and not put on record afterwards',
    async (_, prefer) => {
      const test = await startTestApp();
      const silence = createSignal();
      const held = test.records.commit.write(() => silence.given);
      const reply = await post(test, '', { prefer });
      expect(reply.json()).toMatchObject({
        status: 504,
        code: 'deadline-passed',
        detail: expect.stringContaining('the records have not answered'),
      });
      silence.give();
      await held;
      await expect.poll(() => test.screener.permits).toEqual({ taken: 1, released: 1 });
      expect((await test.app.inject('/v1/scans')).json().items).toEqual([]);
    },
  );
});

describe('a scan whose deadline passes while it is put on record', () => {
  it('is not kept and not announced, so that who sends it again has it once', async () => {
    const test = await startTestApp();
    const { commit, db } = test.records;
    const [held, released] = [createSignal(), createSignal()];
    const { answer } = test.screener;
    test.screener.answer = async (job, options) => {
      // Another process that writes for longer than anybody waits does the same.
      void commit.write(async () => {
        held.give();
        await released.given;
      });
      await held.given;
      return answer(job, options);
    };
    const late = await post(test, '', { prefer: 'wait=1' });
    expect(late.json()).toMatchObject({ status: 504, code: 'deadline-passed' });
    test.screener.answer = answer;
    released.give();
    await commit.whenIdle();
    expect((await list(test)).items).toEqual([]);
    expect(await db.selectFrom('events').selectAll().execute()).toEqual([]);
    expect((await post(test)).statusCode).toBe(201);
    expect((await list(test)).items).toHaveLength(1);
    await expect.poll(() => test.screener.permits).toEqual({ taken: 2, released: 2 });
  });
});

describe('records that cannot be written', () => {
  it('answer records-unavailable, and the next scan is taken', async () => {
    const test = await startTestApp();
    const { pictureStore } = test.records;
    const put = pictureStore.put;
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    pictureStore.put = async () => Promise.reject(full);
    const refused = await post(test);
    expect(refused.json()).toMatchObject({
      status: 503,
      code: 'records-unavailable',
      detail: expect.stringContaining('disk is full'),
    });
    expect(refused.headers['retry-after']).toBe('1');
    pictureStore.put = put;
    expect((await post(test)).statusCode).toBe(201);
    expect((await list(test)).items).toHaveLength(1);
    expect(test.screener.permits).toEqual({ taken: 2, released: 2 });
  });
});
