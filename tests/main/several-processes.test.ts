import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { createPostgresDatabase, hasPostgres } from '../records/databases.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { isBuilt, startBuiltService } from './built-service.ts';
import { readMetrics, sumOf } from './read-metrics.ts';
import {
  AnswerSchema,
  answerOf,
  type Client,
  connect,
  LIMIT_MS,
  PATIENTLY,
  post,
  startTwo,
  TWO,
} from './several-processes/two-processes.ts';

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
});
