import type { Failure } from '../../domain/failure.ts';
import { createPatientClock } from '../../domain/time/patient-clock.ts';
import type { QueuedScan } from '../../records/scans/queue-records.ts';
import { type LackingTechnology, lackingTechnology } from './lacking-technology.ts';
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
/** A technology that scans wait for may be back by then. */
const REST_MS = 5000;
/** What is away for longer is not waited for any more. */
const LONGEST_AWAY_MS = 86_400_000;

/**
 * Screens the scans that were accepted with `respond-async`, the oldest first. One is always on its way; more only while
 * threads are idle, because at the gate somebody waits for the others.
 */
export function createQueuedScans(options: QueuedScansOptions): QueuedScans {
  const { screener, records, servingProcess, log } = options;
  const { suspects, beganAtMs } = servingProcess;
  const begun = new Map<string, Promise<void>>();
  const resting = new Set<string>();
  /** What those ask for of which a technology cannot screen: all that ask for the same rest together, however many. */
  const restingRequests = new Set<string>();
  const toldLacking = new Set<string>();
  const setbacks = createSetbacks();
  // A clock that is set ahead must not fail what was acknowledged.
  const now = createPatientClock({ beganAtMs, onDoubt: () => {} });
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
      const receivedSince = new Date(now() - LONGEST_AWAY_MS);
      const next = await records.queue.next([...begun.keys(), ...resting], {
        requests: [...restingRequests],
        receivedSince,
      });
      if (!next.ok) return retryLater();
      if (next.value === null) {
        if (begun.size === 0 && resting.size === 0 && restingRequests.size === 0) setbacks.clear();
        return;
      }
      const { id } = next.value;
      if (!mayBeginBeside(id)) return;
      const isOverdue = next.value.receivedAt < receivedSince;
      if (!isOverdue && isLackingTechnology(next.value)) {
        restWithAlike(next.value);
        continue;
      }
      const permit = screener.admit({ priority: 'live' });
      if (!permit.ok) return retryLater();
      const scan = { ...next.value, attempts: setbacks.attemptsOf(next.value), isOverdue };
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

  /** It was acknowledged, so it is not failed for a technology that cannot screen: others go first until that can. */
  function isLackingTechnology(scan: QueuedScan): boolean {
    const technologies = screener.technologies();
    for (const { id, state } of technologies) if (state === 'ready') toldLacking.delete(id);
    const request = readQueuedRequest(scan);
    const lacking = request.ok ? lackingTechnology(request.value.technologies, technologies) : null;
    if (lacking !== null) tellOnce(lacking);
    return lacking !== null;
  }

  function tellOnce({ id: technology, reason }: LackingTechnology): void {
    if (toldLacking.has(technology)) return;
    toldLacking.add(technology);
    log.warn(
      { technology, detail: reason },
      'queued scans wait for a technology that cannot screen, each for a day at most',
    );
  }

  function restWithAlike({ request }: QueuedScan): void {
    restingRequests.add(request);
    if (restingRequests.size > 1) return;
    setTimeout(() => {
      restingRequests.clear();
      wake();
    }, REST_MS).unref();
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
