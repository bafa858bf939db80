import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { isBuilt } from '../built-service.ts';
import { readMetrics, sumOf } from '../read-metrics.ts';
import { servingPids } from '../serving-pids.ts';
import {
  AnswerSchema,
  answerOf,
  connect,
  expectIdle,
  LIMIT_MS,
  PATIENTLY,
  post,
  type Reply,
  startTwo,
} from './two-processes.ts';

describe.skipIf(!isBuilt)('two serving processes', () => {
  it(
    'refuse no scan while one of them ends and has scans to answer: those that come are dealt to the other',
    async () => {
      const { url, child } = await startTwo(1_000, { SCANBENCH_IN_FLIGHT_LIMIT: '64' });
      const underWay = [1, 2, 3, 4].map(() => post(connect(url), { prefer: 'wait=120' }));
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(2);
      const [, ending = 0] = servingPids(child.pid);
      process.kill(ending, 'SIGTERM');
      const replies: Promise<Reply>[] = [];
      for (let sent = 0; servingPids(child.pid).includes(ending) && sent < 15; sent++) {
        replies.push(post(connect(url), { prefer: 'wait=120' }));
        await sleep(100);
      }
      const later = await Promise.all([...underWay, ...replies]);
      for (const { status, text } of later) expect(status, text).toBe(201);
      await expectIdle(url);
    },
    LIMIT_MS,
  );

  it(
    'stop on SIGTERM under full load: each scan that was let in is answered, or screened after the next start',
    async () => {
      const settings = { SCANBENCH_DATA_DIR: await temporaryFolder(), SCANBENCH_IN_FLIGHT_LIMIT: '8' };
      const { url, child, exited } = await startTwo(1_500, settings);
      const queued = await Promise.all([1, 2, 3, 4].map(() => post(connect(url), { prefer: 'respond-async' })));
      expect(queued.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
      const replies: Reply[] = [];
      const load = Array.from({ length: 24 }, async () => {
        replies.push(await post(connect(url), { prefer: 'wait=120' }));
      });
      const isFull = async () => {
        const metrics = await readMetrics(url);
        return sumOf(metrics, 'refused_total', '"overloaded"') > 0 && sumOf(metrics, 'workers', 'busy') === 2;
      };
      await expect.poll(isFull, PATIENTLY).toBe(true);
      const screened = () => replies.filter(({ status }) => status === 201);
      const screenedBefore = screened().length;
      child.kill('SIGTERM');
      // A scan that was let in and not answered would have broken its connection, and with it this test.
      await Promise.all(load);
      expect(await exited).toEqual([0, null]);
      expect(replies.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
      expect(screened().length).toBeGreaterThan(screenedBefore);

      const again = await startTwo(0, settings);
      const accepted = [...queued, ...screened()].map((reply) => answerOf(reply).id ?? '');
      for (const id of accepted) {
        const state = async () => answerOf(await connect(again.url).ask(`/v1/scans/${id}`)).state;
        await expect.poll(state, PATIENTLY).toBe('screened');
      }
      const { text } = await connect(again.url).ask('/v1/scans');
      const { items } = Value.Parse(Type.Object({ items: Type.Array(AnswerSchema) }), JSON.parse(text));
      expect(items.map(({ id }) => id).toSorted()).toEqual(accepted.toSorted());
      await expectIdle(again.url);
      const metrics = await readMetrics(again.url);
      expect(sumOf(metrics, 'in_flight') + sumOf(metrics, 'queue_depth')).toBe(0);
    },
    LIMIT_MS,
  );
});
