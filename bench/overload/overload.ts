import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { poissonArrivals } from '../../src/performance/arrivals.ts';
import { type PercentileEstimate, percentileEstimate } from '../../src/performance/early-stopping.ts';
import type { BenchScan } from '../overhead/bench-scans.ts';
import { type RoundsRange, rangeOf } from '../rounds-range.ts';
import { startService } from '../service.ts';
import { type ArrivedScan, driveOpenLoop, measureCapacity } from './drive-loops.ts';
import { sendScan } from './send-scan.ts';
import { startTrickling } from './trickle.ts';

export interface OverloadOptions {
  readonly technology: string;
  readonly scan: BenchScan;
  readonly workers: number;
  /** How long twice the capacity is offered, all rounds together. */
  readonly seconds: number;
  /** Stretches of overload. Between them the capacity is measured, for half as long: what else the machine does falls on both. */
  readonly rounds: number;
  /** Connections that send a byte a second meanwhile. */
  readonly trickling: number;
  /** CPU numbers to pin the service to. */
  readonly cpuList?: string;
}

export interface OverloadResult {
  /** Median and range of the measurements before, between and after the rounds. */
  readonly capacityPerSecond: RoundsRange;
  readonly offered: number;
  readonly answered: number;
  readonly refused: number;
  /** What became of scans that came at random, fewer than the service can screen: where they bunch, places run out. */
  readonly within: { readonly offered: number; readonly refused: number };
  /** `scanbench_in_flight_limit`. */
  readonly inFlightLimit: number;
  /** Every other status, and what broke connections, with how often. */
  readonly otherwise: Readonly<Record<string, number>>;
  /** Scans answered 201 a second over the mean of the capacities before and after, median and range of the rounds. */
  readonly goodputRatio: RoundsRange;
  readonly acceptedP99: PercentileEstimate;
  /** Milliseconds at the 99th percentile of the accepted, stage by stage, by the service's own clock. */
  readonly stagesP99Ms: Readonly<Record<(typeof STAGES)[number], number>>;
  /** (limit ÷ workers + 1) × the time that a worker takes for a scan under load × 1.3. */
  readonly acceptedP99BoundMs: number;
  readonly refusalMedianMs: number;
  readonly retryAfterSeconds: { readonly least: number; readonly most: number };
  readonly residentMiB: { readonly before: number; readonly after: number };
  /** The driver's own lateness at the 99th percentile: part of every latency above. */
  readonly lagP99Ms: number;
  /** Scans in flight and waiting when all was over. */
  readonly leftInFlight: number;
}

/** From the first byte to the whole body, waiting for a thread, putting on record, and all from the whole body to the answer. */
const STAGES = ['upload', 'queue', 'store', 'total'] as const;

const OVERLOAD = 2;
const WITHIN = 0.7;
const ARRIVALS_SEED = 1;
const P99_ALLOWANCE = 1.3;
const WARM_UP_SECONDS = 5;
const SETTLE_MS = 1_000;

/**
 * Offers the service twice what it can do: capacity, overload, capacity, overload … capacity. Then 70 % of what it can do,
 * at random, for as long as all overload took.
 */
export async function measureOverload(options: OverloadOptions): Promise<OverloadResult> {
  const { workers, rounds, cpuList } = options;
  const seconds = options.seconds / rounds;
  const service = await startService({ workers, ...(cpuList !== undefined && { cpuList }) });
  const agent = new Agent({ keepAlive: true });
  try {
    const post = {
      path: `/v1/scans?technology=${encodeURIComponent(options.technology)}`,
      contentType: options.scan.contentType,
      body: await readFile(options.scan.path),
    };
    const send = () => sendScan(service.url, post, agent);
    const senders = workers + 2;
    await measureCapacity(send, { senders, seconds: WARM_UP_SECONDS });
    const scans: ArrivedScan[] = [];
    const capacities = [await measureCapacity(send, { senders, seconds: seconds / 2 })];
    const goodputRatios: number[] = [];
    const residentBefore = await service.residentMiB();
    for (let round = 0; round < rounds; round++) {
      const before = capacities.at(-1) ?? Number.NaN;
      const trickling = await startTrickling(service.url, options.trickling);
      const driven = await driveOpenLoop(send, { perSecond: OVERLOAD * before, seconds });
      trickling.end();
      await sleep(SETTLE_MS);
      const after = await measureCapacity(send, { senders, seconds: seconds / 2 });
      scans.push(...driven.scans);
      capacities.push(after);
      goodputRatios.push(driven.answeredPerSecond / ((before + after) / 2));
    }
    const capacity = rangeOf(capacities);
    const perSecond = WITHIN * capacity.median;
    const arrivals = poissonArrivals(perSecond, ARRIVALS_SEED);
    const { scans: random } = await driveOpenLoop(send, { perSecond, seconds: options.seconds, arrivals });
    await sleep(SETTLE_MS);
    const metrics = await service.metrics();
    const limit = metrics.get('scanbench_in_flight_limit') ?? Number.NaN;
    const left = (metrics.get('scanbench_in_flight') ?? 0) + (metrics.get('scanbench_queue_depth') ?? 0);
    return {
      ...summarise(scans),
      capacityPerSecond: capacity,
      within: { offered: random.length, refused: random.filter(isRefused).length },
      inFlightLimit: limit,
      goodputRatio: rangeOf(goodputRatios),
      acceptedP99BoundMs: (limit / workers + 1) * ((workers * 1000) / capacity.median) * P99_ALLOWANCE,
      residentMiB: { before: residentBefore, after: await service.residentMiB() },
      leftInFlight: left,
    };
  } finally {
    agent.destroy();
    await service.stop();
  }
}

function isRefused({ status }: ArrivedScan): boolean {
  return status === 503;
}

function summarise(scans: readonly ArrivedScan[]) {
  const acceptedScans = scans.filter(({ status }) => status === 201);
  const accepted = acceptedScans.map(({ latencyMs }) => latencyMs);
  const stageP99Ms = (stage: (typeof STAGES)[number]) => {
    const pattern = new RegExp(`(?:^|, )${stage};dur=([0-9.]+)`);
    return quantile(
      acceptedScans.map(({ serverTiming }) => Number(pattern.exec(serverTiming)?.[1])),
      0.99,
    );
  };
  const refusals = scans.filter(isRefused);
  const otherwise: Record<string, number> = {};
  for (const { status, brokenBy } of scans) {
    if (status === 201 || status === 503) continue;
    const name = String(status ?? brokenBy);
    otherwise[name] = (otherwise[name] ?? 0) + 1;
  }
  const patience = refusals.map(({ retryAfter }) => retryAfter ?? Number.NaN);
  return {
    offered: scans.length,
    answered: accepted.length,
    refused: refusals.length,
    otherwise,
    stagesP99Ms: {
      upload: stageP99Ms('upload'),
      queue: stageP99Ms('queue'),
      store: stageP99Ms('store'),
      total: stageP99Ms('total'),
    },
    acceptedP99: percentileEstimate(accepted, 0.99),
    refusalMedianMs: quantile(
      refusals.map(({ latencyMs }) => latencyMs),
      0.5,
    ),
    retryAfterSeconds: { least: Math.min(...patience), most: Math.max(...patience) },
    lagP99Ms: quantile(
      scans.map(({ lagMs }) => lagMs),
      0.99,
    ),
  };
}

/** By nearest rank; NaN of no values. */
function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;
}
