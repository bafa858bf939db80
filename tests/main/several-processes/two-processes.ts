import { readFileSync } from 'node:fs';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect, onTestFinished } from 'vitest';
import { endlessModel } from '../../fixtures/endless-model.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeModel } from '../../fixtures/write-model.ts';
import { writeNullModel } from '../../workers/null-models.ts';
import { type BuiltService, SAMPLE, startBuiltService } from '../built-service.ts';
import { readMetrics, sumOf } from '../read-metrics.ts';
import { servingPids } from '../serving-pids.ts';

export const PATIENTLY = { timeout: 60_000, interval: 100 };
export const LIMIT_MS = 240_000;
const SCAN = readFileSync(SAMPLE);
export const TWO = { SCANBENCH_PROCESSES: '2', SCANBENCH_WORKERS: '2', SCANBENCH_CHAMPION: 'one@null-cpu' };

/** What is read of an answer. */
export const AnswerSchema = Type.Object({
  id: Type.Optional(Type.String()),
  state: Type.Optional(Type.String()),
  champion: Type.Optional(Type.Union([Type.Null(), Type.String()])),
});

/** What came of a request. */
export interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A client with one connection that it keeps: the primary deals connections out in turn, so that two of them are at two processes. */
export interface Client {
  ask(
    path: string,
    options?: { method?: string; headers?: OutgoingHttpHeaders; body?: Uint8Array | string },
  ): Promise<Reply>;
  /** Passes on what comes, piece by piece. */
  listen(path: string, onText: (text: string) => void): void;
}

/** Such a client; its connections end with the test. */
export function connect(url: string): Client {
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

/** Posts the sample. */
export const post = (client: Client, headers: OutgoingHttpHeaders = {}, query = '') =>
  client.ask(`/v1/scans${query}`, { method: 'POST', headers: { 'content-type': 'image/png', ...headers }, body: SCAN });

/** What a body says of a scan or a lineup. */
export const answerOf = ({ text }: Pick<Reply, 'text'>) => Value.Parse(AnswerSchema, JSON.parse(text));

/** The real service over two models of the null runtime, which keep a thread busy for so long a scan; each process ready. */
export async function startTwo(busyMs: number, settings: Readonly<Record<string, string>> = {}): Promise<BuiltService> {
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

/** Waits until each of the two has a thread that is free. */
export const expectIdle = (url: string) =>
  expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'idle'), PATIENTLY).toBe(2);
