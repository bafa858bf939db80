import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededUnit } from '../../src/evaluation/seeded-unit.ts';
import { sendScan } from '../overload/send-scan.ts';
import { type Service, startService } from '../service.ts';
import type { MemorySample } from './memory-trend.ts';
import { badScans, drawn, goodScans, largeScans, type MixedBody, type Weighted } from './mixed-scans.ts';
import { sendAndLeave } from './send-and-leave.ts';

export interface SoakOptions {
  readonly scans: number;
  readonly workers: number;
  /** Each scan is screened by one of them. */
  readonly technologies: readonly string[];
  readonly seed: number;
  /** Only 16-bit PNG of 4096 × 1024 pixels, whose senders wait: what a worker needs at most. */
  readonly large: boolean;
  readonly onSample?: () => void;
}

export interface SoakResult {
  readonly samples: readonly MemorySample[];
  /** What was sent, and what it was answered with. */
  readonly answers: Readonly<Record<string, number>>;
  /** Answers other than those that were to come, refusals for want of room apart. */
  readonly unexpected: number;
  readonly seconds: number;
  /** Gauges of work in flight that were not 0 at the end, with what they stood at. */
  readonly left: Readonly<Record<string, number>>;
}

type Manner = 'waits' | 'is bad' | 'leaves' | 'does not wait';

const MANNERS: Weighted<Manner> = [
  ['waits', 80],
  ['is bad', 6],
  ['leaves', 6],
  ['does not wait', 8],
];

/** As many as a line of the plot can show. */
const SAMPLES = 200;
const REFUSED = 503;
const SETTLE_LIMIT_MS = 120_000;
const POLL_MS = 250;
const GAUGES = /^scanbench_(in_flight|storing|queue_depth|background_in_flight|background_queue_depth)(\{|$)/;

/** As many senders as workers, each with the next scan as soon as it is done with one, until all are sent. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const unit = seededUnit(options.seed);
  const good = options.large ? await largeScans() : await goodScans();
  const bad = await badScans();
  const service = await startService({ workers: options.workers });
  const agent = new Agent({ keepAlive: true });
  const answers: Record<string, number> = {};
  const samples: MemorySample[] = [];
  let sent = 0;
  let unexpected = 0;

  async function sendOne(): Promise<void> {
    const manner = options.large ? 'waits' : drawn(MANNERS, unit());
    const scan = drawn(manner === 'is bad' ? bad : good, unit());
    const technology = options.technologies[Math.floor(unit() * options.technologies.length)] ?? '';
    const path = `/v1/scans?technology=${encodeURIComponent(technology)}`;
    const post = { path, contentType: scan.contentType, body: scan.body };
    if (manner === 'leaves') {
      await sendAndLeave(service.url, post, unit() < 0.5 ? 'upload' : 'screening');
      return count(manner, 'gone');
    }
    const prefers: Record<string, string> = manner === 'does not wait' ? { prefer: 'respond-async' } : {};
    const { status, brokenBy } = await sendScan(service.url, { ...post, headers: prefers }, agent);
    if (status !== REFUSED && status !== statusFor(manner, scan)) unexpected += 1;
    count(manner, String(status ?? brokenBy));
  }

  function count(manner: Manner, answer: string): void {
    const name = `${manner}: ${answer}`;
    answers[name] = (answers[name] ?? 0) + 1;
  }

  async function sendOn(): Promise<void> {
    while (sent < options.scans) {
      sent += 1;
      const isSampled = sent % Math.max(1, Math.floor(options.scans / SAMPLES)) === 0;
      const scans = sent;
      await sendOne();
      if (!isSampled) continue;
      samples.push({ scans, residentMiB: await service.residentMiB() });
      options.onSample?.();
    }
  }

  try {
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: options.workers }, sendOn));
    const seconds = (performance.now() - startedAt) / 1000;
    samples.sort((a, b) => a.scans - b.scans);
    return { samples, answers, unexpected, seconds, left: await leftInFlight(service) };
  } finally {
    agent.destroy();
    await service.stop();
  }
}

function statusFor(manner: Manner, { expectedStatus }: MixedBody): number {
  return manner === 'does not wait' ? 202 : expectedStatus;
}

/** Waits for what is still under way, such as scans whose senders did not wait; gives what does not come to an end. */
async function leftInFlight(service: Service): Promise<Readonly<Record<string, number>>> {
  const until = performance.now() + SETTLE_LIMIT_MS;
  while (true) {
    const busy = [...(await service.metrics())].filter(([name, value]) => GAUGES.test(name) && value > 0);
    if (busy.length === 0 || performance.now() > until) return Object.fromEntries(busy);
    await sleep(POLL_MS);
  }
}
