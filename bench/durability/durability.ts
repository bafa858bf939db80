import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpeedRatio } from '../../src/performance/speed-ratio.ts';
import { byTurns } from '../by-turns.ts';
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
  readonly rounds: number;
  /** Of each stretch. */
  readonly seconds: number;
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

/** So many beyond the workers that the places are full while some wait for the disk, and none is refused. */
const SENDERS_MORE = 2;

const WARM_UP_SECONDS = 2;

/** Linux's file system in memory: nothing there is ever synced. */
const MEMORY_FOLDER = '/dev/shm';

/**
 * Two services that are there all the time, one of them idle by turns. Each scan has bytes of its own, so that each is written.
 */
export async function measureDurability(options: DurabilityOptions): Promise<Durability> {
  const png = await readFile(options.scanPath);
  const folders = {
    disk: await mkdtemp(join(tmpdir(), 'scanbench-durability-')),
    memory: await mkdtemp(join(MEMORY_FOLDER, 'scanbench-durability-')),
  };
  const services: Partial<Record<Place, Service>> = {};
  try {
    const disk = await startService({ workers: options.threads, dataDir: folders.disk });
    services.disk = disk;
    const memory = await startService({ workers: options.threads, dataDir: folders.memory });
    services.memory = memory;
    for (const service of [disk, memory]) await drive(service, png, options, WARM_UP_SECONDS);
    const turns = await byTurns(
      { first: () => measureStretch(disk, png, options), second: () => measureStretch(memory, png, options) },
      options,
    );
    const both = (name: keyof Stretch) => ({
      disk: median(turns.map(({ first }) => first[name])),
      memory: median(turns.map(({ second }) => second[name])),
    });
    return {
      scanBytes: png.length,
      scansPerSecond: both('scansPerSecond'),
      cpuMsPerScan: both('cpuMsPerScan'),
      storeMs: both('storeMs'),
      throughput: throughputRatio(
        turns.map(({ first, second }) => ({ first: first.scansPerSecond, second: second.scansPerSecond })),
      ),
    };
  } finally {
    for (const service of Object.values(services)) await service.stop();
    for (const folder of Object.values(folders)) await rm(folder, { recursive: true, force: true });
  }
}

async function measureStretch(service: Service, png: Buffer, options: DurabilityOptions): Promise<Stretch> {
  const cpuBefore = await service.cpuSeconds();
  const { scansPerSecond, answered, storeMs } = await drive(service, png, options, options.seconds);
  const cpuSeconds = (await service.cpuSeconds()) - cpuBefore;
  return { scansPerSecond, cpuMsPerScan: (cpuSeconds * 1000) / answered, storeMs };
}

async function drive({ url }: Service, png: Buffer, { technology, threads }: DurabilityOptions, seconds: number) {
  const agent = new Agent({ keepAlive: true });
  const path = `/v1/scans?technology=${encodeURIComponent(technology)}`;
  const storeMs: number[] = [];
  const send = async () => {
    const sent = await sendScan(url, { path, contentType: 'image/png', body: uniquePng(png, randomUUID()) }, agent);
    storeMs.push(Number(/store;dur=([\d.]+)/.exec(sent.serverTiming)?.[1] ?? Number.NaN));
    return sent;
  };
  const scansPerSecond = await measureCapacity(send, { senders: threads + SENDERS_MORE, seconds });
  agent.destroy();
  return { scansPerSecond, answered: storeMs.length, storeMs: median(storeMs) };
}
