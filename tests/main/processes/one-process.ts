import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect, onTestFinished } from 'vitest';
import { endlessModel } from '../../fixtures/endless-model.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeModel } from '../../fixtures/write-model.ts';
import { writeNullModel } from '../../workers/null-models.ts';
import { type BuiltService, SAMPLE, startBuiltService } from '../built-service.ts';
import { expectAtRest } from '../expect-at-rest.ts';
import { readMetrics, sumOf } from '../read-metrics.ts';
import { servingPids } from '../serving-pids.ts';

/** Long enough on a machine that is busy with other work; what is waited for mostly comes at once. */
export const PATIENTLY = { timeout: 60_000, interval: 100 };
export const LIMIT_MS = 180_000;
export const SCAN = new Uint8Array(readFileSync(SAMPLE));
/** Answers in the time that it is told to take. */
export const QUIET = 'quiet@null-cpu';
/** Comes back from no endless scan. */
export const ENDLESS = 'endless@onnx-cpu';

/** What an answer is looked at for: where a scan stands, or a problem. */
const AnswerSchema = Type.Object({
  id: Type.Optional(Type.String()),
  state: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  technology: Type.Optional(Type.String()),
  failure: Type.Optional(Type.Union([Type.Null(), Type.Object({ code: Type.String(), message: Type.String() })])),
});

/** The list of scans, counted only. */
export const ListSchema = Type.Object({ items: Type.Array(Type.Unknown()) });

/** The real service over a model of the null runtime that takes `busyMs` a scan, and the one that may never come back. */
export async function startService(
  busyMs: number,
  settings: Readonly<Record<string, string>>,
  log?: 'pipe',
): Promise<BuiltService> {
  const modelsDir = await temporaryFolder();
  await writeNullModel(modelsDir, 'quiet', {}, { busyMs, score: 0.1 });
  await writeModel(modelsDir, modelManifest({ id: 'endless', runtime: 'onnx' }), endlessModel());
  const champion = { SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_CHAMPION: QUIET };
  const service = await startBuiltService({ ...champion, ...settings }, log);
  onTestFinished(() => {
    for (const pid of servingPids(service.child.pid)) process.kill(pid, 'SIGKILL');
  });
  return service;
}

/** Posts a scan; the status, and what is looked at. */
export async function post(
  url: string,
  body = SCAN,
  technology = QUIET,
  headers: Readonly<Record<string, string>> = {},
) {
  const reply = await fetch(`${url}/v1/scans?technology=${technology}`, {
    method: 'POST',
    headers: { 'content-type': 'image/png', ...headers },
    body,
  });
  return { status: reply.status, answer: Value.Parse(AnswerSchema, await reply.json()) };
}

/** The status of the answer, or `cut off` where the connection broke. */
export async function fateOf(answer: ReturnType<typeof post>): Promise<number | 'cut off'> {
  return answer.then(
    ({ status }) => status,
    () => 'cut off' as const,
  );
}

/** Where a scan stands. */
export async function stateOf(url: string, id: string | undefined) {
  const reply = await fetch(`${url}/v1/scans/${id}`);
  return Value.Parse(AnswerSchema, await reply.json());
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** A new process serves in the place of the one before, the reason is counted, and nothing of the old one is left. */
export async function expectReplaced(url: string, reason: string, times = 1): Promise<void> {
  const counted = async () => (await isReady(url)) && sumOf(await readMetrics(url), 'process_restarts_total', reason);
  await expect.poll(counted, PATIENTLY).toBe(times);
  // What was queued goes on at once.
  await expectAtRest(url);
  expect((await post(url)).status).toBe(201);
}
