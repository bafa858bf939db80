import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { quantile } from '../../src/evaluation/bootstrap-interval.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { uniquePng } from '../durability/unique-png.ts';
import { median } from '../median.ts';
import { type ArrivedScan, driveOpenLoop } from '../overload/drive-loops.ts';
import { sendScan } from '../overload/send-scan.ts';
import { type Service, startService } from '../service.ts';
import { fillPilot, TECHNOLOGIES } from './fill-pilot.ts';

export interface BesidePlan {
  readonly dataDir: string;
  /** A PNG that is posted, each time in bytes of its own. */
  readonly scanPath: string;
  readonly technology: string;
  readonly workers: number;
  /** Scans of the pilot whose records are compared. */
  readonly pilotScans: number;
  readonly rounds: number;
  /** Of each stretch. */
  readonly seconds: number;
  readonly scansPerSecond: number;
  readonly onRound?: () => void;
}

/** Live scans of all stretches of one kind, from when each was due to its answer. */
export interface LiveScans {
  readonly screened: number;
  /** Answered 503: every place was taken. */
  readonly refused: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

export interface BesideComparisons {
  readonly alone: LiveScans;
  /** While one client asks for the comparison parted by week, again as soon as it was answered. */
  readonly beside: LiveScans;
  readonly comparisons: number;
  readonly comparisonP50Ms: number;
}

const SCREENED = 201;
const REFUSED = 503;

/** What live scans suffer from a comparison of a whole pilot: stretches without and with one, by turns. */
export async function measureBesideComparisons(plan: BesidePlan): Promise<BesideComparisons> {
  const opened = await openRecords({ databaseUrl: 'sqlite:', dataDir: plan.dataDir, serves: true });
  if (!opened.ok) throw new Error(opened.failure.message);
  await fillPilot(opened.value, plan.pilotScans);
  await opened.value.close();

  const service = await startService({ workers: plan.workers, dataDir: plan.dataDir });
  const png = await readFile(plan.scanPath);
  const alone: ArrivedScan[] = [];
  const beside: ArrivedScan[] = [];
  const comparisonMs: number[] = [];
  try {
    await drive(service, png, plan, 2);
    await compareUntil(service, Promise.resolve());
    for (let round = 0; round < plan.rounds; round++) {
      alone.push(...(await drive(service, png, plan, plan.seconds)));
      const driving = drive(service, png, plan, plan.seconds);
      comparisonMs.push(...(await compareUntil(service, driving)));
      beside.push(...(await driving));
      plan.onRound?.();
    }
  } finally {
    await service.stop();
  }
  return {
    alone: describe(alone),
    beside: describe(beside),
    comparisons: comparisonMs.length,
    comparisonP50Ms: median(comparisonMs),
  };
}

async function drive({ url }: Service, png: Buffer, { technology, scansPerSecond }: BesidePlan, seconds: number) {
  const agent = new Agent({ keepAlive: true });
  const path = `/v1/scans?technology=${encodeURIComponent(technology)}`;
  const send = () => sendScan(url, { path, contentType: 'image/png', body: uniquePng(png, randomUUID()) }, agent);
  const { scans } = await driveOpenLoop(send, { perSecond: scansPerSecond, seconds });
  agent.destroy();
  const lost = scans.find(({ status }) => status !== SCREENED && status !== REFUSED);
  if (lost !== undefined) throw new Error(`a live scan was answered ${lost.status ?? lost.brokenBy}`);
  return scans;
}

/** Asks at least once. Gives how long each took, in milliseconds. */
async function compareUntil({ url }: Service, end: Promise<unknown>): Promise<readonly number[]> {
  const [champion, challenger] = TECHNOLOGIES.map(encodeURIComponent);
  const tookMs: number[] = [];
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  void end.then(over, over);
  do {
    const startedAt = performance.now();
    const answer = await fetch(`${url}/v1/comparison?technology=${champion}&technology=${challenger}&by=week`);
    if (!answer.ok) throw new Error(`a comparison was answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
    tookMs.push(performance.now() - startedAt);
  } while (!isOver);
  return tookMs;
}

function describe(scans: readonly ArrivedScan[]): LiveScans {
  const screened = scans.filter(({ status }) => status === SCREENED);
  const sorted = Float64Array.from(screened, ({ latencyMs }) => latencyMs).toSorted();
  return {
    screened: screened.length,
    refused: scans.length - screened.length,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    worstMs: quantile(sorted, 1),
  };
}
