import { setTimeout as sleep } from 'node:timers/promises';
import type { SentScan } from './send-scan.ts';

/** How Scanbench answers a scan that it screened; other servers say 200. */
const CREATED = 201;

/** Scans screened a second while so many senders each post the next one as soon as the last was answered. */
export async function measureCapacity(
  send: () => Promise<SentScan>,
  loop: { readonly senders: number; readonly seconds: number; readonly answeredStatus?: number },
): Promise<number> {
  const { senders, seconds, answeredStatus = CREATED } = loop;
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;
  let answered = 0;
  const sendOn = async () => {
    while (performance.now() < endAt) {
      const { status, brokenBy } = await send();
      if (status !== answeredStatus) throw new Error(`a scan within capacity was answered ${status ?? brokenBy}`);
      if (performance.now() < endAt) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: senders }, sendOn));
  return answered / seconds;
}

/** A scan of an open loop, which is sent when it is due, whatever became of those before it. */
export interface ArrivedScan extends SentScan {
  /** From the moment at which it was due. */
  readonly latencyMs: number;
  /** How late the driver sent it. */
  readonly lagMs: number;
}

/** A stretch of an open loop. */
export interface DrivenLoop {
  readonly scans: readonly ArrivedScan[];
  /** Scans screened a second before the last one was due: what is answered after the loop is not counted. */
  readonly answeredPerSecond: number;
}

export interface OpenLoop {
  readonly perSecond: number;
  readonly seconds: number;
  /** When scans are due, in milliseconds since the start, for as many as the rate makes; at even distances without it. */
  readonly arrivals?: Iterator<number, never>;
  readonly answeredStatus?: number;
}

/** Sends scans when they are due and resolves when each has been answered or has lost its connection. */
export async function driveOpenLoop(
  send: () => Promise<SentScan>,
  { perSecond, seconds, arrivals, answeredStatus = CREATED }: OpenLoop,
): Promise<DrivenLoop> {
  const startedAt = performance.now();
  const sending: Promise<ArrivedScan>[] = [];
  const count = Math.round(perSecond * seconds);
  for (let index = 0; index < count; index++) {
    const dueAt = startedAt + (arrivals?.next().value ?? (index / perSecond) * 1000);
    if (performance.now() < dueAt) await sleep(dueAt - performance.now());
    const lagMs = performance.now() - dueAt;
    sending.push(send().then((sent) => ({ ...sent, lagMs, latencyMs: sent.answeredAt - dueAt })));
  }
  const scans = await Promise.all(sending);
  const endAt = startedAt + seconds * 1000;
  const answered = scans.filter(({ status, answeredAt }) => status === answeredStatus && answeredAt < endAt).length;
  return { scans, answeredPerSecond: answered / seconds };
}
