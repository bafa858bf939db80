import { setTimeout as sleep } from 'node:timers/promises';
import type { SentScan } from './send-scan.ts';

/** Scans answered 201 a second while so many senders each post the next one as soon as the last was answered. */
export async function measureCapacity(
  send: () => Promise<SentScan>,
  { senders, seconds }: { readonly senders: number; readonly seconds: number },
): Promise<number> {
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;
  let answered = 0;
  const sendOn = async () => {
    while (performance.now() < endAt) {
      const { status, brokenBy } = await send();
      if (status !== 201) throw new Error(`a scan within capacity was answered ${status ?? brokenBy}`);
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
  /** Scans answered 201 a second before the last one was due: what is answered after the loop is not counted. */
  readonly answeredPerSecond: number;
}

/** Sends scans at even distances and resolves when each has been answered or has lost its connection. */
export async function driveOpenLoop(
  send: () => Promise<SentScan>,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<DrivenLoop> {
  const startedAt = performance.now();
  const sending: Promise<ArrivedScan>[] = [];
  const count = Math.round(perSecond * seconds);
  for (let index = 0; index < count; index++) {
    const dueAt = startedAt + (index / perSecond) * 1000;
    if (performance.now() < dueAt) await sleep(dueAt - performance.now());
    const lagMs = performance.now() - dueAt;
    sending.push(send().then((sent) => ({ ...sent, lagMs, latencyMs: sent.answeredAt - dueAt })));
  }
  const scans = await Promise.all(sending);
  const endAt = startedAt + seconds * 1000;
  const answered = scans.filter(({ status, answeredAt }) => status === 201 && answeredAt < endAt).length;
  return { scans, answeredPerSecond: answered / seconds };
}
