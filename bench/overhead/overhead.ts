import { driveClosedLoop } from '../drive.ts';
import { median } from '../median.ts';
import { type RoundsRange, rangeOf } from '../rounds-range.ts';
import { type Service, startService } from '../service.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { startBareServer } from './bare-server/start-bare-server.ts';
import type { LoopKind } from './loop-messages.ts';
import type { OverheadScan } from './overhead-scans.ts';
import { runLoop } from './run-loop.ts';

export interface OverheadOptions {
  readonly technologies: readonly OverheadTechnology[];
  readonly threads: number;
  readonly rounds: number;
  /** Scans that each measurement of a round screens. */
  readonly scansPerRound: number;
  /** Scans before any counts, of each process: of a loop in each round, of a service before the first of a row. */
  readonly warmUpScans: number;
  /** CPU numbers to pin the loops and the services to. */
  readonly cpuList?: string;
  readonly onRound?: () => void;
}

export interface OverheadTechnology {
  readonly id: string;
  /** Scans that it can judge. */
  readonly scans: readonly OverheadScan[];
}

/** CPU milliseconds and wall milliseconds a scan, medians over the rounds, and the ratios of the rounds. */
export interface OverheadRow {
  readonly technology: string;
  readonly scan: string;
  readonly scanBytes: number;
  readonly decodeInferCpuMs: number;
  readonly pipelineCpuMs: number;
  readonly serviceCpuMs: number;
  /** The same with database and pictures in memory: what is left is what waits for no disk. */
  readonly inMemoryCpuMs: number;
  /** The least that a server can do in front of the same threads: `bare-server`. */
  readonly bareServerCpuMs: number;
  readonly bareServerToPipeline: RoundsRange;
  /** Median and range over the rounds of service ÷ pipeline, each round's two measured one after the other. */
  readonly serviceToPipeline: RoundsRange;
  readonly serviceToBareServer: RoundsRange;
  readonly serviceToDecodeInfer: RoundsRange;
  /** Scans a second of the service over those of the pipeline's loop; the generator shares the cores. */
  readonly throughputRatio: RoundsRange;
}

type Driven = Pick<Service, 'url' | 'cpuSeconds'>;

interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

type Round = Readonly<Record<'decodeInfer' | 'pipeline' | 'bareServer' | 'service' | 'inMemory', Cost>>;

/** Linux's file system in memory: nothing there is ever synced. */
const MEMORY_FOLDER = '/dev/shm';

/** A service that has waited for the loops is set going again with no more than these, for each of its workers. */
const AGAIN_SCANS = 30;

/** Rounds of loop, loop, server, service, service, loop, loop … so that what else the machine does falls on all alike. */
export async function measureOverhead(options: OverheadOptions): Promise<readonly OverheadRow[]> {
  return inTemporaryFolder(async (dataDir) => {
    const { threads: workers, cpuList } = options;
    const pinning = cpuList === undefined ? {} : { cpuList };
    const service = await startService({ workers, ...pinning });
    const settings = { SCANBENCH_DATABASE_URL: 'sqlite::memory:' };
    const inMemory = await startService({ workers, ...pinning, dataDir, settings });
    try {
      const rows: OverheadRow[] = [];
      for (const { id, scans } of options.technologies) {
        const bareServer = await startBareServer({ technology: id, threads: workers }, cpuList);
        try {
          const servers = { bareServer, service, inMemory };
          for (const scan of scans) rows.push(await measureRow(servers, id, scan, options));
        } finally {
          await bareServer.stop();
        }
      }
      return rows;
    } finally {
      await service.stop();
      await inMemory.stop();
    }
  }, MEMORY_FOLDER);
}

async function measureRow(
  { bareServer, service, inMemory }: Readonly<Record<'bareServer' | 'service' | 'inMemory', Driven>>,
  technology: string,
  scan: OverheadScan,
  options: OverheadOptions,
): Promise<OverheadRow> {
  const rounds: Round[] = [];
  const { warmUpScans } = options;
  const again = Math.min(warmUpScans, AGAIN_SCANS * options.threads);
  for (let round = 0; round < options.rounds; round++) {
    const warmUp = round === 0 ? warmUpScans : again;
    rounds.push({
      decodeInfer: await costOfLoop('decode-infer', technology, scan, options),
      pipeline: await costOfLoop('pipeline', technology, scan, options),
      bareServer: await costOfService(bareServer, technology, scan, { ...options, warmUpScans: warmUp }),
      service: await costOfService(service, technology, scan, { ...options, warmUpScans: warmUp }),
      inMemory: await costOfService(inMemory, technology, scan, { ...options, warmUpScans: warmUp }),
    });
    options.onRound?.();
  }
  const cpuOf = (name: keyof Round) => median(rounds.map((round) => round[name].cpuMs));
  return {
    technology,
    scan: scan.name,
    scanBytes: scan.posted.bytes.length,
    decodeInferCpuMs: cpuOf('decodeInfer'),
    pipelineCpuMs: cpuOf('pipeline'),
    serviceCpuMs: cpuOf('service'),
    inMemoryCpuMs: cpuOf('inMemory'),
    bareServerCpuMs: cpuOf('bareServer'),
    bareServerToPipeline: rangeOf(rounds.map((round) => round.bareServer.cpuMs / round.pipeline.cpuMs)),
    serviceToBareServer: rangeOf(rounds.map((round) => round.service.cpuMs / round.bareServer.cpuMs)),
    serviceToPipeline: rangeOf(rounds.map((round) => round.service.cpuMs / round.pipeline.cpuMs)),
    serviceToDecodeInfer: rangeOf(rounds.map((round) => round.service.cpuMs / round.decodeInfer.cpuMs)),
    throughputRatio: rangeOf(rounds.map((round) => round.pipeline.wallMs / round.service.wallMs)),
  };
}

async function costOfLoop(
  kind: LoopKind,
  technology: string,
  scan: OverheadScan,
  { threads, scansPerRound, warmUpScans, cpuList }: OverheadOptions,
): Promise<Cost> {
  const scansPerThread = Math.ceil(scansPerRound / threads);
  const result = await runLoop(
    {
      kind,
      technology,
      scanPaths: scan.paths,
      threads,
      scansPerThread,
      warmUpScans: Math.ceil(warmUpScans / threads),
    },
    cpuList,
  );
  const scans = scansPerThread * threads;
  return { cpuMs: (result.cpuSeconds * 1000) / scans, wallMs: (result.wallSeconds * 1000) / scans };
}

async function costOfService(
  service: Driven,
  technology: string,
  scan: OverheadScan,
  { threads, scansPerRound, warmUpScans }: OverheadOptions,
): Promise<Cost> {
  const post = {
    path: `/v1/scans?technology=${encodeURIComponent(technology)}`,
    contentType: scan.posted.contentType,
    body: scan.posted.bytes,
  };
  const concurrency = threads + 2;
  if (warmUpScans > 0) await driveClosedLoop(service.url, post, warmUpScans, concurrency);
  const cpuBefore = await service.cpuSeconds();
  const wallMs = await driveClosedLoop(service.url, post, scansPerRound, concurrency);
  const cpuSeconds = (await service.cpuSeconds()) - cpuBefore;
  return { cpuMs: (cpuSeconds * 1000) / scansPerRound, wallMs };
}
