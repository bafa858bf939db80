import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { driveClosedLoop } from '../drive.ts';
import { childIds, treeCpuSeconds } from '../peers/process-tree.ts';
import { type RoundsRange, rangeOf } from '../rounds-range.ts';
import { type Service, startService } from '../service.ts';

export interface ProcessesOptions {
  readonly technology: string;
  /** Holds its model alone, so that a replacement has nothing else to load. */
  readonly modelsDir: string;
  readonly scanPath: string;
  readonly contentType: string;
  readonly rounds: number;
  /** Scans that each measurement of a round screens. */
  readonly scans: number;
  readonly onRound: () => void;
}

/** What a boundary between processes costs, and how soon what crashed is there again. */
export interface ProcessesReport {
  /** Of one process with two workers under a primary, to the same without: CPU a scan of all processes, and throughput. */
  readonly primaryCpu: RoundsRange;
  readonly primaryThroughput: RoundsRange;
  /** Of two processes with one worker each, to one with two. */
  readonly twoCpu: RoundsRange;
  readonly twoThroughput: RoundsRange;
  /** From SIGKILL of the only process that serves to its replacement's first answer, and until that can screen. */
  readonly answersAfterMs: RoundsRange;
  readonly readyAfterMs: RoundsRange;
}

interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

const WARM_UP_SCANS = 60;
const CONNECTIONS = 4;
const POLL_MS = 5;

/** Three services that stand side by side, measured by turns, so that what else the machine does falls on all alike. */
export async function measureProcesses(options: ProcessesOptions): Promise<ProcessesReport> {
  const settings = { SCANBENCH_MODELS_DIR: options.modelsDir };
  const bare = await startService({ workers: 2, settings, isBare: true });
  const alone = await startService({ workers: 2, settings });
  const two = await startService({ workers: 2, settings: { ...settings, SCANBENCH_PROCESSES: '2' } });
  // It is ready as soon as the first process is; the second one would start beside what is measured.
  while ((await two.metrics()).get('scanbench_workers{state="idle"}') !== 2) await delay(POLL_MS);
  try {
    const rounds: Record<'bare' | 'alone' | 'two', Cost>[] = [];
    for (let round = 0; round < options.rounds; round++) {
      rounds.push({
        bare: await costOf(bare, options),
        alone: await costOf(alone, options),
        two: await costOf(two, options),
      });
      options.onRound();
    }
    const replacements: Replacement[] = [];
    for (let round = 0; round < options.rounds; round++) replacements.push(await replaceOf(alone));
    return {
      primaryCpu: rangeOf(rounds.map((round) => round.alone.cpuMs / round.bare.cpuMs)),
      primaryThroughput: rangeOf(rounds.map((round) => round.bare.wallMs / round.alone.wallMs)),
      twoCpu: rangeOf(rounds.map((round) => round.two.cpuMs / round.alone.cpuMs)),
      twoThroughput: rangeOf(rounds.map((round) => round.alone.wallMs / round.two.wallMs)),
      answersAfterMs: rangeOf(replacements.map(({ answersAfterMs }) => answersAfterMs)),
      readyAfterMs: rangeOf(replacements.map(({ readyAfterMs }) => readyAfterMs)),
    };
  } finally {
    for (const service of [bare, alone, two]) await service.stop();
  }
}

async function costOf(
  { url, processId }: Service,
  { technology, scanPath, contentType, scans }: ProcessesOptions,
): Promise<Cost> {
  const path = `/v1/scans?technology=${encodeURIComponent(technology)}`;
  const post = { path, contentType, body: await readFile(scanPath) };
  await driveClosedLoop(url, post, WARM_UP_SCANS, CONNECTIONS);
  const before = treeCpuSeconds(processId);
  const wallMs = await driveClosedLoop(url, post, scans, CONNECTIONS);
  return { cpuMs: (1000 * (treeCpuSeconds(processId) - before)) / scans, wallMs };
}

interface Replacement {
  readonly answersAfterMs: number;
  readonly readyAfterMs: number;
}

async function replaceOf({ url, processId }: Service): Promise<Replacement> {
  const [serving] = childIds(processId);
  if (serving === undefined) throw new Error('no process serves');
  const killedAt = performance.now();
  process.kill(serving, 'SIGKILL');
  await untilOk(`${url}/livez`);
  const answersAfterMs = performance.now() - killedAt;
  await untilOk(`${url}/readyz`);
  return { answersAfterMs, readyAfterMs: performance.now() - killedAt };
}

async function untilOk(url: string): Promise<void> {
  for (;;) {
    const isOk = await fetch(url, { headers: { connection: 'close' } }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isOk) return;
    await delay(POLL_MS);
  }
}
