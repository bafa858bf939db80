import { readFile } from 'node:fs/promises';
import type { ScanJob } from '../../src/domain/screening/scan-job.ts';
import { createScreener, type StartedScreener } from '../../src/workers/create-screener.ts';
import { byTurns } from '../by-turns.ts';
import { type RoundsRange, rangeOf } from '../rounds-range.ts';
import type { LoneOptions } from './lone.ts';

/** What spreading costs where no thread is idle: ratios of the rounds, with ÷ without. */
export interface FullLoadResult {
  /** Scans a second. */
  readonly throughputRatio: RoundsRange;
  /** CPU time a scan, of the whole process. */
  readonly cpuRatio: RoundsRange;
}

interface Load {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

const PATIENT = {
  deadlineAt: Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  priority: 'live',
} as const;

/**
 * Two screeners in this process, one that spreads tiles and one that does not, each in turn with workers + 2 scans in
 * flight at any time.
 */
export async function measureFullLoad(options: LoneOptions): Promise<FullLoadResult> {
  const spreading = await startScreener(options, true);
  const plain = await startScreener(options, false);
  try {
    const bytes = await readFile(options.scan.path);
    const load = (screener: StartedScreener) => loadFully(screener, options, bytes);
    await load(spreading);
    await load(plain);
    const turns = await byTurns({ first: () => load(spreading), second: () => load(plain) }, options);
    return {
      throughputRatio: rangeOf(turns.map(({ first, second }) => second.wallSeconds / first.wallSeconds)),
      cpuRatio: rangeOf(turns.map(({ first, second }) => first.cpuSeconds / second.cpuSeconds)),
    };
  } finally {
    await Promise.all([spreading.drain(), plain.drain()]);
  }
}

async function startScreener({ modelsDir, workers }: LoneOptions, spreadsLoneScans: boolean): Promise<StartedScreener> {
  const screener = await createScreener({
    modelsDir,
    providers: ['cpu'],
    workers,
    intraOpThreads: 1,
    inFlightLimit: workers + 2,
    spreadsLoneScans,
  });
  const ready = await screener.ready;
  if (!ready.ok) throw new Error(ready.failure.message);
  return screener;
}

async function loadFully(
  screener: StartedScreener,
  { technology, workers, scansPerRound }: LoneOptions,
  bytes: Buffer,
): Promise<Load> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let left = scansPerRound;
  const sender = async () => {
    while (left-- > 0) {
      const file = { view: 'side', energy: null, declaredType: null, bytes: new Uint8Array(bytes) };
      const job: ScanJob = { files: [file], technologies: [technology], maps: 'none', images: 'none' };
      const screened = await screener.screen(job, PATIENT);
      if (!screened.ok) throw new Error(screened.failure.message);
    }
  };
  await Promise.all(Array.from({ length: workers + 2 }, sender));
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallSeconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6 };
}
