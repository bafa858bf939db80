import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endlessModel, endlessScan } from '../fixtures/endless-model.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeModel } from '../fixtures/write-model.ts';
import { createPostgresDatabase, hasPostgres } from '../records/databases.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { type BuiltService, isBuilt, SAMPLE, startBuiltService } from './built-service.ts';
import { readMetrics, sumOf } from './read-metrics.ts';
import { servingPids } from './serving-pids.ts';

const PATIENTLY = { timeout: 60_000, interval: 100 };
const LIMIT_MS = 240_000;
const SCAN = readFileSync(SAMPLE);
const TWO = { SCANBENCH_PROCESSES: '2', SCANBENCH_WORKERS: '2', SCANBENCH_CHAMPION: 'one@null-cpu' };

const AnswerSchema = Type.Object({
  id: Type.Optional(Type.String()),
  state: Type.Optional(Type.String()),
  champion: Type.Optional(Type.Union([Type.Null(), Type.String()])),
});

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A client with one connection that it keeps: the primary deals connections out in turn, so that two of them are at two processes. */
interface Client {
  ask(
    path: string,
    options?: { method?: string; headers?: OutgoingHttpHeaders; body?: Uint8Array | string },
  ): Promise<Reply>;
  /** Passes on what comes, piece by piece. */
  listen(path: string, onText: (text: string) => void): void;
}

function connect(url: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const listening = new Agent();
  onTestFinished(() => {
    agent.destroy();
    listening.destroy();
  });
  return {
    ask: (path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const asked = request(`${url}${path}`, { agent, method, headers }, (reply) => {
          let text = '';
          reply.setEncoding('utf8');
          reply.on('data', (piece: string) => (text += piece));
          reply.on('error', reject);
          reply.on('end', () => resolve({ status: reply.statusCode, headers: reply.headers, text }));
        });
        asked.on('error', reject);
        asked.end(body);
      }),
    listen(path, onText) {
      const asked = request(`${url}${path}`, { agent: listening }, (reply) => {
        reply.setEncoding('utf8').on('data', onText);
        reply.on('error', () => {});
      });
      asked.on('error', () => {});
      asked.end();
    },
  };
}

const post = (client: Client, headers: OutgoingHttpHeaders = {}, query = '') =>
  client.ask(`/v1/scans${query}`, { method: 'POST', headers: { 'content-type': 'image/png', ...headers }, body: SCAN });

const answerOf = ({ text }: Pick<Reply, 'text'>) => Value.Parse(AnswerSchema, JSON.parse(text));

/** The real service over two models of the null runtime, which keep a thread busy for so long a scan; each process ready. */
async function startTwo(busyMs: number, settings: Readonly<Record<string, string>> = {}): Promise<BuiltService> {
  const modelsDir = await temporaryFolder();
  await writeNullModel(modelsDir, 'one', {}, { busyMs, score: 0.1 });
  await writeNullModel(modelsDir, 'other', {}, { busyMs, score: 0.2 });
  await writeModel(modelsDir, modelManifest({ id: 'endless', runtime: 'onnx' }), endlessModel());
  const service = await startBuiltService({ SCANBENCH_MODELS_DIR: modelsDir, ...TWO, ...settings });
  onTestFinished(() => {
    for (const pid of servingPids(service.child.pid)) process.kill(pid, 'SIGKILL');
  });
  await expectIdle(service.url);
  expect(servingPids(service.child.pid)).toHaveLength(2);
  return service;
}

/** A clock for the processes of a service, which `set` sets by so many milliseconds. */
async function settableClock() {
  const folder = await temporaryFolder();
  const [program, offset] = [join(folder, 'clock.mjs'), join(folder, 'offset')];
  const set = (ms: number) => {
    writeFileSync(`${offset}.draft`, String(ms));
    renameSync(`${offset}.draft`, offset);
  };
  set(0);
  writeFileSync(
    program,
    `import { readFileSync } from 'node:fs';
    const now = Date.now;
    Date.now = () => now() + Number(readFileSync(${JSON.stringify(offset)}, 'utf8'));`,
  );
  return { set, settings: { NODE_OPTIONS: `--import=${pathToFileURL(program)}` } };
}

const expectIdle = (url: string) =>
  expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'idle'), PATIENTLY).toBe(2);

describe.skipIf(!isBuilt)('two serving processes', () => {
  it(
    'refuse no scan after /readyz has said that they are ready, while one of them still starts',
    async () => {
      const modelsDir = await temporaryFolder();
      await writeNullModel(modelsDir, 'one', {}, { score: 0.1 });
      const { url } = await startBuiltService({ SCANBENCH_MODELS_DIR: modelsDir, ...TWO });
      const statuses = new Set<number | undefined>();
      while (sumOf(await readMetrics(url), 'workers', 'idle') < 2) statuses.add((await post(connect(url))).status);
      expect([...statuses]).toEqual([201]);
    },
    LIMIT_MS,
  );

  it(
    'are one service: what is changed, told and counted at one holds at the other',
    async () => {
      const { url } = await startTwo(0);
      const [first, second] = [connect(url), connect(url)];
      expect((await first.ask('/livez')).status).toBe(200);
      expect((await second.ask('/livez')).status).toBe(200);

      // Events.
      let heard = '';
      for (let listener = 0; listener < 2; listener++) second.listen('/v1/events', (text) => (heard += text));
      await expect.poll(async () => sumOf(await readMetrics(url), 'event_clients'), PATIENTLY).toBe(2);
      const posted = await post(first);
      expect(posted.status).toBe(201);
      const { id = '' } = answerOf(posted);
      await expect.poll(() => heard.split(id).length - 1, PATIENTLY).toBe(2);

      // Records, lineup, models of the Open Inference Protocol.
      expect((await second.ask(`/v1/scans/${id}`)).status).toBe(200);
      const lineup = { champion: 'other@null-cpu', challengers: [] };
      const json = { 'content-type': 'application/json' };
      const change = { method: 'PUT', headers: json, body: JSON.stringify(lineup) };
      expect((await first.ask('/v1/lineup', change)).status).toBe(200);
      for (const client of [first, second]) {
        expect(answerOf(await client.ask('/v1/lineup')).champion).toBe('other@null-cpu');
        expect((await post(client)).text).toContain('"technology":"other@null-cpu"');
      }
      await first.ask('/v2/repository/models/one/unload', { method: 'POST' });
      for (const client of [first, second]) expect((await client.ask('/v2/models/one/ready')).status).not.toBe(200);

      // What is queued at either is screened by the one that has the duties.
      for (const client of [first, second]) {
        const queued = answerOf(await post(client, { prefer: 'respond-async' }));
        const state = async () => answerOf(await client.ask(`/v1/scans/${queued.id}`)).state;
        await expect.poll(state, PATIENTLY).toBe('screened');
      }

      // Whoever is asked says what all have counted.
      const counted = async (client: Client) => {
        const { text } = await client.ask('/metrics', { headers: { accept: 'application/openmetrics-text' } });
        return /^scanbench_screenings_total\{technology="other@null-cpu",decision="clear"\} (\d+)$/m.exec(text)?.[1];
      };
      expect(await counted(first)).toBe('4');
      expect(await counted(second)).toBe('4');
    },
    LIMIT_MS,
  );

  it.each(hasPostgres ? ['sqlite:', 'postgres:'] : ['sqlite:'])(
    'answer a name that comes to both at once with one scan (%s)',
    async (kind) => {
      const databaseUrl = kind === 'sqlite:' ? kind : await createPostgresDatabase();
      const { url } = await startTwo(300, { SCANBENCH_DATABASE_URL: databaseUrl });
      const clients = [connect(url), connect(url), connect(url), connect(url)];
      for (const prefer of ['wait=60', 'respond-async']) {
        const headers = { 'idempotency-key': `named-${prefer}`, prefer };
        const replies = await Promise.all(clients.map((client) => post(client, headers)));
        expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([prefer === 'wait=60' ? 201 : 202]));
        expect(new Set(replies.map((reply) => answerOf(reply).id)).size).toBe(1);
        expect(replies.filter(({ headers: replied }) => replied['idempotency-replayed'] === 'true')).toHaveLength(3);
      }
      const { text } = await (clients[0] ?? connect(url)).ask('/v1/scans');
      expect(Value.Parse(Type.Object({ items: Type.Array(Type.Unknown()) }), JSON.parse(text)).items).toHaveLength(2);
    },
    LIMIT_MS,
  );

  it.each(hasPostgres ? ['sqlite:', 'postgres:'] : ['sqlite:'])(
    'list scans in the order of their making when the clock is set between one at this and one at that (%s)',
    async (kind) => {
      const databaseUrl = kind === 'sqlite:' ? kind : await createPostgresDatabase();
      const clock = await settableClock();
      const { url } = await startTwo(0, { SCANBENCH_DATABASE_URL: databaseUrl, ...clock.settings });
      const [first, second] = [connect(url), connect(url)];
      const ids: string[] = [];
      for (const [days, client] of [
        [0, first],
        [0, second],
        [40, first],
        [-10, second],
        [-9, first],
        [4000, second],
        [0, first],
      ] as const) {
        clock.set(days * 86_400_000);
        const { status, text } = await post(client);
        expect({ status, text: status === 201 ? '' : text }).toEqual({ status: 201, text: '' });
        ids.unshift(answerOf({ text }).id ?? '');
      }
      const { text } = await second.ask('/v1/scans');
      const { items } = Value.Parse(Type.Object({ items: Type.Array(AnswerSchema) }), JSON.parse(text));
      expect(items.map(({ id }) => id)).toEqual(ids);
    },
    LIMIT_MS,
  );

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
