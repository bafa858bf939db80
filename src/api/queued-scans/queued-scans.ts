import type { Failure } from '../../domain/failure.ts';
import { createPatientClock } from '../../domain/patient-clock.ts';
import type { QueuedScan } from '../../records/scans/queue-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { mayComeBack } from '../scans/comes-back.ts';
import { readQueuedRequest } from './queued-request.ts';
import { createSetbacks } from './setbacks.ts';
import { type QueuedScansOptions, type Tried, tryQueuedScan } from './try-queued-scan.ts';

export interface QueuedScans {
  /** Begins what can be begun; to be called when a scan was queued, and at the start. */
  wake(): void;
  /** Begins nothing more; resolves when what was begun has ended. What waits is on record and is finished after a restart. */
  stop(): Promise<void>;
}

const RETRY_MS = 500;
/** What a scan waits for may be back by then. */
const REST_MS = 5000;
/** A technology that is away for longer does not come back by itself. */
const LONGEST_AWAY_MS = 86_400_000;

/**
 * Screens the scans that were accepted with `respond-async`, the oldest first. One is always on its way; more only while
 * threads are idle, because at the gate somebody waits for the others.
 */
export function createQueuedScans(options: QueuedScansOptions): QueuedScans {
  const { screener, records, servingProcess, log } = options;
  const { suspects } = servingProcess;
  const begun = new Map<string, Promise<void>>();
  const resting = new Set<string>();
  const setbacks = createSetbacks();
  // A clock that is set ahead must not fail what was acknowledged.
  const now = createPatientClock({ onDoubt: () => {} });
  let isStopping = false;
  let isFilling = false;
  let isWoken = false;
  let isRetryPlanned = false;
  let isPaused = false;

  async function fill(): Promise<void> {
    while (!isStopping && !isPaused) {
      // While the models warm up, or the service drains.
      if (!screener.isReady()) return retryLater();
      // What has begun reads its pictures first: until then its thread looks idle.
      const { idle, busy } = screener.state().workers;
      if (begun.size > 0 && (idle === 0 || begun.size >= idle + busy)) return;
      const next = await records.queue.next([...begun.keys(), ...resting]);
      if (!next.ok) return retryLater();
      if (next.value === null) {
        if (begun.size === 0 && resting.size === 0) setbacks.clear();
        return;
      }
      const { id } = next.value;
      if (!mayBeginBeside(id)) return;
      if (isWaitingForTechnology(next.value, screener, now())) {
        rest(id, REST_MS);
        continue;
      }
      const permit = screener.admit({ priority: 'live' });
      if (!permit.ok) return retryLater();
      const scan = { ...next.value, attempts: setbacks.attemptsOf(next.value) };
      servingProcess.noteQueuedScan(id, 'begun');
      const work = tryQueuedScan(scan, options)
        .catch((bug: unknown): Tried => {
          log.error({ err: bug }, 'a queued scan failed through a bug');
          return { state: 'counted' };
        })
        .then((tried) => {
          permit.value.release();
          begun.delete(id);
          servingProcess.noteQueuedScan(id, 'ended');
          if (tried.state === 'put-off') return putOff(scan, tried.why);
          setbacks.end(id);
          if (tried.state === 'counted') retryLater();
          else wake();
        });
      begun.set(id, work);
    }
  }

  /** A scan that a process ended with is tried again with no other of the queue beside it: so it is known which one it was. */
  function mayBeginBeside(id: string): boolean {
    return begun.size === 0 || ![id, ...begun.keys()].some((scan) => suspects.has(scan));
  }

  function rest(id: string, restMs: number): void {
    resting.add(id);
    setTimeout(() => {
      resting.delete(id);
      wake();
    }, restMs).unref();
  }

  /** Each scan waits longer from time to time, and so do all while none gets on; the log tells it once. */
  function putOff(scan: QueuedScan, { code, message }: Failure): void {
    const { restMs, pauseMs, isNews } = setbacks.add(scan);
    if (isNews && code !== 'draining') {
      log.warn(
        { scanId: scan.id, code, detail: message },
        'a queued scan is put off, and tried again until this has passed',
      );
    }
    rest(scan.id, restMs);
    if (isPaused) return;
    isPaused = true;
    setTimeout(() => {
      isPaused = false;
      wake();
    }, pauseMs).unref();
  }

  /** Once, however many scans wait: each that was queued meanwhile would else begin a round of its own that never ends. */
  function retryLater(): void {
    if (isRetryPlanned) return;
    isRetryPlanned = true;
    setTimeout(() => {
      isRetryPlanned = false;
      wake();
    }, RETRY_MS).unref();
  }

  function wake(): void {
    if (isStopping) return;
    isWoken = true;
    if (isFilling) return;
    isFilling = true;
    void (async () => {
      while (isWoken) {
        isWoken = false;
        await fill();
      }
      isFilling = false;
    })();
  }

  servingProcess.siblings.hear('queue-grew', wake);
  return {
    wake,
    async stop() {
      isStopping = true;
      await Promise.all(begun.values());
    },
  };
}

/** It was acknowledged, so it is not failed for a server or a GPU that is away: others go first until that is back. */
function isWaitingForTechnology(scan: QueuedScan, screener: Screener, nowMs: number): boolean {
  if (nowMs - scan.receivedAt.getTime() > LONGEST_AWAY_MS) return false;
  const request = readQueuedRequest(scan);
  const away = screener.technologies().filter(mayComeBack);
  return request.ok && request.value.technologies.some((id) => away.some((technology) => technology.id === id));
}
