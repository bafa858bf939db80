import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { smallDisk } from '../fixtures/small-disk.ts';
import { openLine } from '../records/broken-line.ts';
import { createPostgresDatabase, hasPostgres } from '../records/databases.ts';
import { isBuilt, SAMPLE, startBuiltService } from './built-service.ts';
import { servingPids } from './serving-pids.ts';

const LIMIT_MS = 120_000;
const FAST = { SCANBENCH_WORKERS: '1', SCANBENCH_LOG_LEVEL: 'silent' };

async function post(url: string, headers: Record<string, string> = {}, body?: Uint8Array<ArrayBuffer>) {
  const reply = await fetch(`${url}/v1/scans?technology=local-contrast@onnx-cpu`, {
    method: 'POST',
    headers: { 'content-type': 'image/png', ...headers },
    body: body ?? new Uint8Array(await readFile(SAMPLE)),
  });
  const answer = Value.Parse(AnswerSchema, await reply.json());
  return { status: reply.status, answer, retryAfter: reply.headers.get('retry-after') };
}

/** What is looked at in an answer: a scan's id, or a problem. */
const AnswerSchema = Type.Object({
  id: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  detail: Type.Optional(Type.String()),
});

const countScans = async (url: string) =>
  Value.Parse(ListSchema, await (await fetch(`${url}/v1/scans`)).json()).items.length;
const ListSchema = Type.Object({ items: Type.Array(Type.Unknown()) });

const statusOf = async (url: string) => (await fetch(url)).status;

it.skipIf(!isBuilt || !hasPostgres)(
  'says that PostgreSQL is away, loses nothing, and goes on without a restart when it is back',
  async () => {
    const database = new URL(await createPostgresDatabase());
    const line = await openLine(Number(database.port || 5432));
    database.port = String(line.port);
    const { url } = await startBuiltService({ ...FAST, SCANBENCH_DATABASE_URL: database.href });
    const before = await post(url);
    expect(before.status).toBe(201);

    await line.cut();
    const refused = await post(url, { 'idempotency-key': 'while-away' });
    expect(refused).toMatchObject({ status: 503, answer: { code: 'records-unavailable' } });
    expect(Number(refused.retryAfter)).toBeGreaterThanOrEqual(1);
    expect(await statusOf(`${url}/readyz`)).toBe(503);
    expect(await statusOf(`${url}/livez`)).toBe(200);

    await line.mend();
    await expect.poll(() => statusOf(`${url}/readyz`)).toBe(200);
    expect((await post(url, { 'idempotency-key': 'while-away' })).status).toBe(201);
    expect(await statusOf(`${url}/v1/scans/${before.answer.id}`)).toBe(200);
    expect(await countScans(url)).toBe(2);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('scanbench_in_flight 0');
  },
  LIMIT_MS,
);

it.skipIf(!isBuilt || !hasPostgres)(
  'is replaced until PostgreSQL is back where its process is killed while that is away, however long',
  async () => {
    const database = new URL(await createPostgresDatabase());
    const line = await openLine(Number(database.port || 5432));
    database.port = String(line.port);
    const settings = { SCANBENCH_WORKERS: '1', SCANBENCH_LOG_LEVEL: 'error', SCANBENCH_DATABASE_URL: database.href };
    const { url, child, exited } = await startBuiltService(settings, 'pipe');
    let log = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (log += piece));
    expect((await post(url)).status).toBe(201);

    await line.cut();
    for (const pid of servingPids(child.pid)) process.kill(pid, 'SIGKILL');
    const unborn = () => log.match(/"how":"exit code 1"/g)?.length ?? 0;
    await expect.poll(() => child.exitCode ?? unborn(), { timeout: 150_000, interval: 200 }).toBe(5);

    await line.mend();
    const isReady = () => statusOf(`${url}/readyz`).catch(() => 0);
    await expect.poll(isReady, { timeout: 60_000, interval: 200 }).toBe(200);
    expect(await countScans(url)).toBe(1);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  },
  3 * LIMIT_MS,
);

it.skipIf(!isBuilt)(
  'says that the disk is full, loses nothing, and takes scans again when there is space',
  async ({ skip }) => {
    const disk = await smallDisk(8);
    if (disk === null) return skip('this user may not mount a small disk');
    const { url } = await startBuiltService({ ...FAST, SCANBENCH_DATA_DIR: disk.folder });
    const first = await post(url);
    expect(first.status).toBe(201);
    disk.fill();

    const another = new Uint8Array(await readFile(SAMPLE.replace('side.high', 'side.low')));
    const refused = await post(url, {}, another);
    expect(refused).toMatchObject({ status: 503, answer: { code: 'records-unavailable' } });
    expect(refused.answer.detail).toMatch(/disk is full|reading or writing the disk failed/);
    expect(await statusOf(`${url}/v1/scans/${first.answer.id}`)).toBe(200);

    disk.free();
    await expect.poll(async () => (await post(url, {}, another)).status, { timeout: 20_000 }).toBe(201);
    expect(await countScans(url)).toBe(2);
  },
  LIMIT_MS,
);
