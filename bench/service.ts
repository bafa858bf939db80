import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NO_RESTARTS } from '../src/domain/service/process-end.ts';
import { shipped } from '../src/installation.ts';
import { type Setup, writeSetup } from '../src/processes/messages.ts';
import { killTree } from './peers/process-tree.ts';
import { pinned } from './pin.ts';

/** The real service in a process of its own, as `npm start` runs it. */
export interface Service {
  readonly url: string;
  /** The process that was started: the primary, or the only one of a service without. */
  readonly processId: number;
  /** CPU seconds, user and system, that the processes that serve have used since they started. */
  cpuSeconds(): Promise<number>;
  /** Memory of the processes that serve. */
  residentMiB(): Promise<number>;
  /** What `/metrics` says now: each series with its value. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
  /** Ends it as a power cut would: SIGKILL. */
  kill(): Promise<void>;
}

export interface ServiceOptions {
  readonly workers: number;
  /** Where the records are; by default a folder that goes with the service. */
  readonly dataDir?: string;
  /** More of its settings, by their variables. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Without a primary: nothing replaces the process that serves. */
  readonly isBare?: boolean;
  /** CPU numbers to pin the process to (Linux `taskset`); not pinned when absent. */
  readonly cpuList?: string;
}

const START_LIMIT_MS = 60_000;
const ALONE: Omit<Setup, 'believedMs'> = {
  slot: 0,
  processes: 1,
  isFirst: true,
  restarts: NO_RESTARTS,
  suspects: [],
  provenProviders: [],
  provenModels: [],
  endlessModels: [],
  deviceRestMs: 0,
};
const SERVING = shipped('dist', 'src', 'commands', 'serving', 'serving-process.js');
const POLL_MS = 50;

/** Starts the service on a free port and waits until it is ready. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { workers, cpuList, dataDir, settings = {}, isBare = false } = options;
  const ownDir = dataDir === undefined ? await mkdtemp(join(tmpdir(), 'scanbench-bench-')) : null;
  const main = isBare
    ? [SERVING, writeSetup({ ...ALONE, believedMs: Date.now() })]
    : [shipped('dist', 'src', 'main.js')];
  const { command, args } = pinned(cpuList, process.execPath, main);
  const child = spawn(command, args, {
    // A process that serves would end where nobody is at the other end of its channel.
    stdio: ['ignore', 'ignore', 'pipe', ...(isBare ? (['ipc'] as const) : [])],
    env: {
      ...process.env,
      // Any free port: one that was chosen before the start may be another's by then, who would be measured instead.
      SCANBENCH_PORT: '0',
      SCANBENCH_WORKERS: String(workers),
      SCANBENCH_DATA_DIR: dataDir ?? ownDir ?? '',
      ...settings,
      SCANBENCH_LOG_LEVEL: 'warn',
    },
  });
  const deadline = Date.now() + START_LIMIT_MS;
  const lookAgain = async () => {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode} before it was ready`);
    if (Date.now() > deadline) throw new Error(`the service was not ready within ${START_LIMIT_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  };
  const announced = passOnErrors(child);
  while (announced.url === null) await lookAgain();
  const { url } = announced;
  while (!(await answers(`${url}/readyz`))) await lookAgain();
  return {
    url,
    processId: child.pid ?? 0,
    cpuSeconds: () => totalIn(url, 'process_cpu_seconds_total'),
    residentMiB: async () => (await totalIn(url, 'process_resident_memory_bytes')) / 2 ** 20,
    metrics: () => readMetrics(url),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      if (ownDir !== null) await rm(ownDir, { recursive: true, force: true });
    },
    kill: async () => {
      // The primary alone would let the process that serves answer what it had let in.
      if (child.pid !== undefined) killTree(child.pid);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** What the service says on standard error is said here, too, but for where it listens, which is of use to the bench alone. */
function passOnErrors({ stderr }: ChildProcess): { readonly url: string | null } {
  const announced: { url: string | null } = { url: null };
  if (stderr === null) return announced;
  createInterface({ input: stderr }).on('line', (line) => {
    const url = /serves on (https?:\S+)/.exec(line)?.[1];
    if (url === undefined) process.stderr.write(`${line}\n`);
    else announced.url = url;
  });
  return announced;
}

async function readMetrics(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

async function totalIn(url: string, name: string): Promise<number> {
  const total = (await readMetrics(url)).get(name);
  if (total === undefined) throw new Error(`the service reports no ${name}`);
  return total;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
