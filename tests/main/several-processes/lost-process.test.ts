import { describe, expect, it } from 'vitest';
import { endlessScan } from '../../fixtures/endless-model.ts';
import { createPostgresDatabase, hasPostgres } from '../../records/databases.ts';
import { isBuilt } from '../built-service.ts';
import { readMetrics, sumOf } from '../read-metrics.ts';
import { servingPids } from '../serving-pids.ts';
import { answerOf, connect, expectIdle, LIMIT_MS, PATIENTLY, post, startTwo } from './two-processes.ts';

describe.skipIf(!isBuilt)('two serving processes', () => {
  it(
    'serve on beside one whose inference hangs, whose connections go to the other until it is replaced',
    async () => {
      const { url } = await startTwo(0, { SCANBENCH_HANG_SECONDS: '2' });
      const body = endlessScan();
      const headers = { 'content-type': 'image/png' };
      const hanging = connect(url).ask('/v1/scans?technology=endless@onnx-cpu', { method: 'POST', headers, body });
      const restarts = async () => sumOf(await readMetrics(url), 'process_restarts_total', '"hung-inference"');
      const statuses = new Set<number | undefined>();
      while ((await restarts()) === 0) statuses.add((await post(connect(url), { prefer: 'wait=60' })).status);
      expect(await hanging).toMatchObject({ status: 500, text: expect.stringContaining('runtime-failed') });
      // The scans that were dealt to the process that hangs, before it was noticed, wait behind the one that hangs.
      expect([...statuses].filter((status) => status !== 201 && status !== 503)).toEqual([]);
      expect(statuses).toContain(201);
      await expectIdle(url);
    },
    LIMIT_MS,
  );

  it(
    'answer a connection that was dealt to one which ended before it took it',
    async () => {
      const { url, child } = await startTwo(0);
      const [stopped = 0] = servingPids(child.pid);
      process.kill(stopped, 'SIGSTOP');
      // A process that does not take what it was dealt is dealt no more: one of these waits, the others are answered.
      const answers: (number | undefined)[] = [];
      let closed = 0;
      for (let connection = 0; connection < 4; connection++) {
        connect(url)
          .ask('/livez')
          .then(
            ({ status }) => answers.push(status),
            () => (closed += 1),
          );
      }
      await expect.poll(() => answers, PATIENTLY).toEqual([200, 200, 200]);
      expect(closed).toBe(0);
      process.kill(stopped, 'SIGKILL');
      await expect.poll(() => answers, PATIENTLY).toEqual([200, 200, 200, 200]);
      expect(closed).toBe(0);
      await expectIdle(url);
    },
    LIMIT_MS,
  );

  it.each(hasPostgres ? ['sqlite:', 'postgres:'] : ['sqlite:'])(
    'go on when one of them is killed under load: only its scans are cut off, and nothing that was answered or counted is lost (%s)',
    async (kind) => {
      const databaseUrl = kind === 'sqlite:' ? kind : await createPostgresDatabase();
      // Each process has half of it: a place for all ten that send, where a busy machine deals them to one process alone.
      const settings = { SCANBENCH_IN_FLIGHT_LIMIT: '32', SCANBENCH_DATABASE_URL: databaseUrl };
      const { url, child, exited } = await startTwo(100, settings);
      const acknowledged: string[] = [];
      const fates = { answered: 0, refused: 0, cutOff: 0 };
      let isOver = false;
      const senders = Array.from({ length: 6 }, async () => {
        const client = connect(url);
        while (!isOver) {
          const reply = await post(client).catch(() => null);
          const status = reply?.status ?? null;
          if (reply !== null && status === 201) {
            fates.answered += 1;
            acknowledged.push(answerOf(reply).id ?? '');
          } else if (status === 503) fates.refused += 1;
          else if (status === null) fates.cutOff += 1;
          else throw new Error(`answered ${status}`);
        }
      });
      const queued = await Promise.all([1, 2, 3, 4].map(() => post(connect(url), { prefer: 'respond-async' })));
      for (const { status, text } of queued) expect(status, text).toBe(202);
      await expect.poll(() => fates.answered, PATIENTLY).toBeGreaterThan(20);
      const before = sumOf(await readMetrics(url), 'screenings_total');
      const [withDuties = 0] = servingPids(child.pid);
      process.kill(withDuties, 'SIGKILL');
      const answeredThen = fates.answered;
      await expect.poll(() => fates.answered, PATIENTLY).toBeGreaterThan(answeredThen + 10);
      expect(sumOf(await readMetrics(url), 'screenings_total')).toBeGreaterThanOrEqual(before);
      await expect
        .poll(async () => sumOf(await readMetrics(url), 'process_restarts_total', 'killed'), PATIENTLY)
        .toBe(1);
      await expect.poll(() => servingPids(child.pid).length, PATIENTLY).toBe(2);
      for (const reply of queued) {
        const answer = async () => (await connect(url).ask(`/v1/scans/${answerOf(reply).id}`)).text;
        await expect.poll(answer, PATIENTLY).toContain('"state":"screened"');
      }
      isOver = true;
      await Promise.all(senders);
      // Six senders have at most six scans in flight, and one connection each that the killed process may have held.
      expect(fates.cutOff).toBeLessThanOrEqual(12);
      await expectIdle(url);
      const metrics = await readMetrics(url);
      expect(sumOf(metrics, 'in_flight') + sumOf(metrics, 'queue_depth')).toBe(0);
      const reader = connect(url);
      for (const id of acknowledged) expect(answerOf(await reader.ask(`/v1/scans/${id}`)).state).toBe('screened');

      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'are replaced in each place by one that stays, also where nobody asks anything of it',
    async () => {
      const { url, child, exited } = await startTwo(1);
      const places = sumOf(await readMetrics(url), 'in_flight_limit');
      const [, withoutDuties = 0] = servingPids(child.pid);
      process.kill(withoutDuties, 'SIGKILL');
      const restarts = async (reason: string) => sumOf(await readMetrics(url), 'process_restarts_total', reason);
      await expect.poll(() => restarts('killed'), PATIENTLY).toBe(1);
      await expect.poll(async () => sumOf(await readMetrics(url), 'in_flight_limit'), PATIENTLY).toBe(places);
      expect(await restarts('exit')).toBe(0);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );
});
