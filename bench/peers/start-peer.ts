import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../src/domain/failure.ts';
import { shipped } from '../../src/installation.ts';
import { freePort } from '../free-port.ts';
import { startService } from '../service.ts';
import type { BodyForm } from './numbered-body.ts';
import { PEER_MODEL, type PeerCase } from './peer-case.ts';
import type { Peer } from './peer-list.ts';
import { killTree, treeCpuSeconds } from './process-tree.ts';

/** A server that is ready for scans, Scanbench or another. */
export interface RunningServer {
  readonly url: string;
  readonly path: string;
  readonly contentType: string;
  readonly form: BodyForm;
  /** Of a scan that was screened. */
  readonly answeredStatus: 200 | 201;
  readonly scoreIn: (answer: unknown) => number | null;
  /** User and system, all its processes. */
  readonly cpuSeconds: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const START_LIMIT_MS = 120_000;
const POLL_MS = 250;
/** Of what it says, so much is kept. */
const SAID_LIMIT = 20_000;
const SERVERS = shipped('bench', 'peers', 'servers');

const ScanDocument = Type.Object({ screenings: Type.Array(Type.Object({ score: Type.Number() })) });
const Score = Type.Object({ score: Type.Number() });
/** Version 2 of the Open Inference Protocol. */
const ScoreTensor = Type.Object({ outputs: Type.Array(Type.Object({ data: Type.Array(Type.Number()) })) });

/** Scanbench as `npm start` runs it, with one worker. */
export async function startScanbench(cpuList: string): Promise<RunningServer> {
  const { url, cpuSeconds, stop } = await startService({ workers: 1, cpuList });
  return {
    ...{ url, cpuSeconds, stop },
    path: `/v1/scans?technology=${encodeURIComponent(`${PEER_MODEL}@onnx-cpu`)}`,
    contentType: 'image/png',
    form: 'bytes',
    answeredStatus: 201,
    scoreIn: (answer) => (Value.Check(ScanDocument, answer) ? (answer.screenings[0]?.score ?? null) : null),
  };
}

/** Starts a peer on free ports. Fails where it ends, or is not ready in time, with what it said last. */
export async function startPeer(
  peer: Peer,
  { python, cpuList, file }: { readonly python: string; readonly cpuList: string } & Pick<PeerCase, 'file'>,
): Promise<Outcome<RunningServer>> {
  const folder = await mkdtemp(join(tmpdir(), 'scanbench-peer-'));
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  await writeMlserverSettings(folder, ports);
  const places: Readonly<Record<string, string>> = { port: String(ports[0]), servers: SERVERS, folder };
  const args = peer.args.map((arg) => arg.replaceAll(/\{(\w+)\}/g, (_, place: string) => places[place] ?? ''));
  const child = spawn('taskset', ['-c', cpuList, python, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      PYTHONPATH: SERVERS,
      PYTHONDONTWRITEBYTECODE: '1',
      SCORER_CASE: file,
      OMP_NUM_THREADS: '1',
      BENTOML_HOME: join(folder, 'bentoml'),
      BENTOML_DO_NOT_TRACK: 'true',
      LITSERVE_DISABLE_ANALYTICS: '1',
    },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = `${said}${String(chunk)}`.slice(-SAID_LIMIT);
  });
  const id = child.pid;
  const stop = async () => {
    if (id !== undefined) killTree(id);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${ports[0]}`;
  const deadline = Date.now() + START_LIMIT_MS;
  while (id === undefined || !(await isReady(`${url}${peer.readyPath}`))) {
    if (id === undefined || child.exitCode !== null || Date.now() > deadline) {
      await stop();
      return fail('runtime-failed', `does not start: ${whatWentWrong(said)}`);
    }
    await sleep(POLL_MS);
  }
  const { path, contentType, form } = peer;
  return succeed({
    ...{ url, path, contentType, form, stop },
    answeredStatus: 200,
    scoreIn: (answer) => {
      if (Value.Check(Score, answer)) return answer.score;
      return Value.Check(ScoreTensor, answer) ? (answer.outputs[0]?.data[0] ?? null) : null;
    },
    cpuSeconds: async () => treeCpuSeconds(id),
  });
}

/** MLServer reads its settings from a folder; the others do not look there. */
async function writeMlserverSettings(folder: string, [http, grpc, metrics]: readonly [number, number, number]) {
  const settings = {
    host: '127.0.0.1',
    http_port: http,
    grpc_port: grpc,
    metrics_port: metrics,
    parallel_workers: 1,
  };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  const model = { name: 'score', implementation: 'mlserver_model.Score' };
  await writeFile(join(folder, 'model-settings.json'), JSON.stringify(model));
}

/** The last line that speaks of an error, else the last: a server says goodbye after it. */
function whatWentWrong(said: string): string {
  const lines = said.trim().split('\n');
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}

async function isReady(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
