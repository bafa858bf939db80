import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { geometricMean } from '../../src/performance/geometric-mean.ts';
import type { SpeedRatio } from '../../src/performance/speed-ratio.ts';
import { byTurns, type Turn } from '../by-turns.ts';
import { median } from '../median.ts';
import { measureCapacity } from '../overload/drive-loops.ts';
import { sendScan } from '../overload/send-scan.ts';
import { type Service, startService } from '../service.ts';
import { throughputRatio } from '../throughput-ratio.ts';
import { uniquePng } from './unique-png.ts';

export interface DurabilityOptions {
  readonly technology: string;
  readonly scanPath: string;
  readonly threads: number;
  /** Each sends its next scan when the one before is answered. */
  readonly senders: number;
  /** Pairs of services, each started anew. */
  readonly pairs: number;
  /** Of each pair. */
  readonly rounds: number;
  /** Of each stretch. */
  readonly seconds: number;
  /** Of each service: its main thread gets faster for the first thousands of scans. */
  readonly warmUpSeconds: number;
  /** The same bytes each time: the picture is on the disk already, and only rows are written. */
  readonly samePicture?: boolean;
  readonly onRound?: () => void;
}

/** What it costs that an answer waits for the disk, beside the same service whose folder is in memory. */
export interface Durability {
  readonly scanBytes: number;
  readonly scansPerSecond: Readonly<Record<Place, number>>;
  readonly cpuMsPerScan: Readonly<Record<Place, number>>;
  /** Median of the stage `store`, ms. */
  readonly storeMs: Readonly<Record<Place, number>>;
  /** Disk ÷ memory. */
  readonly throughput: SpeedRatio;
}

type Place = 'disk' | 'memory';
type Stretch = Readonly<Record<'scansPerSecond' | 'cpuMsPerScan' | 'storeMs', number>>;

/** Linux's file system in memory: nothing there is ever synced. */
const MEMORY_FOLDER = '/dev/shm';

/**
 * Pairs of services, one of each idle by turns. Processes of the same program differ in speed as long as they live, so the
 * bounds are over pairs, each started anew.
 */
export async function measureDurability(options: DurabilityOptions): Promise<Durability> {
  const png = await readFile(options.scanPath);
  const pairs: (readonly Turn<Stretch>[])[] = [];
  // Removed at the end only: for minutes after files were removed, ext4 looks longer for the place of a new one.
  const diskFolders: string[] = [];
  try {
    for (let pair = 0; pair < options.pairs; pair++) {
      const disk = await mkdtemp(join(tmpdir(), 'scanbench-durability-'));
      diskFolders.push(disk);
      const memory = await mkdtemp(join(MEMORY_FOLDER, 'scanbench-durability-'));
      try {
        pairs.push(await measurePair({ disk, memory }, png, options));
      } finally {
        await rm(memory, { recursive: true, force: true });
      }
    }
  } finally {
    for (const folder of diskFolders) await rm(folder, { recursive: true, force: true });
  }
  const all = pairs.flat();
  const both = (name: keyof Stretch) => ({
    disk: median(all.map(({ first }) => first[name])),
    memory: median(all.map(({ second }) => second[name])),
  });
  const meanOf = (turns: readonly Turn<Stretch>[], place: keyof Turn<Stretch>) =>
    geometricMean(turns.map((turn) => turn[place].scansPerSecond));
  return {
    scanBytes: png.length,
    scansPerSecond: both('scansPerSecond'),
    cpuMsPerScan: both('cpuMsPerScan'),
    storeMs: both('storeMs'),
    throughput: throughputRatio(
      pairs.map((turns) => ({ first: meanOf(turns, 'first'), second: meanOf(turns, 'second') })),
    ),
  };
}

async function measurePair(
  folders: Readonly<Record<Place, string>>,
  png: Buffer,
  options: DurabilityOptions,
): Promise<readonly Turn<Stretch>[]> {
  // Nobody is refused, whoever waits for what: a refusal costs time of its own.
  const common = { workers: options.threads, settings: { SCANBENCH_IN_FLIGHT_LIMIT: String(options.senders) } };
  const disk = await startService({ ...common, dataDir: folders.disk });
  try {
    const memory = await startService({ ...common, dataDir: folders.memory });
    try {
      for (const service of [disk, memory]) await drive(service, png, options, options.warmUpSeconds);
      return await byTurns(
        { first: () => measureStretch(disk, png, options), second: () => measureStretch(memory, png, options) },
        options,
      );
    } finally {
      await memory.stop();
    }
  } finally {
    await disk.stop();
  }
}

async function measureStretch(service: Service, png: Buffer, options: DurabilityOptions): Promise<Stretch> {
  const cpuBefore = await service.cpuSeconds();
  const { scansPerSecond, answered, storeMs } = await drive(service, png, options, options.seconds);
  const cpuSeconds = (await service.cpuSeconds()) - cpuBefore;
  return { scansPerSecond, cpuMsPerScan: (cpuSeconds * 1000) / answered, storeMs };
}

async function drive(
  { url }: Service,
  png: Buffer,
  { technology, senders, samePicture = false }: DurabilityOptions,
  seconds: number,
) {
  const agent = new Agent({ keepAlive: true });
  const path = `/v1/scans?technology=${encodeURIComponent(technology)}`;
  const storeMs: number[] = [];
  const send = async () => {
    const body = samePicture ? png : uniquePng(png, randomUUID());
    const sent = await sendScan(url, { path, contentType: 'image/png', body }, agent);
    storeMs.push(Number(/store;dur=([\d.]+)/.exec(sent.serverTiming)?.[1] ?? Number.NaN));
    return sent;
  };
  const scansPerSecond = await measureCapacity(send, { senders, seconds });
  agent.destroy();
  return { scansPerSecond, answered: storeMs.length, storeMs: median(storeMs) };
}
