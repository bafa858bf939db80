import type { Failure } from '../../domain/failure.ts';
import { createPatientClock } from '../../domain/time/patient-clock.ts';
import type { QueuedScan } from '../../records/scans/queue-records.ts';
import { createLacksTechnology } from './lacks-technology.ts';
import { createRests } from './rests.ts';
import { createSetbacks } from './setbacks.ts';
import { type QueuedScansOptions, type Tried, tryQueuedScan } from './try-queued-scan.ts';

export interface QueuedScans {
  /** Begins what can be begun; to be called when a scan was queued, and at the start. */
  wake(): void;
  /** Begins nothing more; resolves when what was begun has ended. What waits is on record and is finished after a restart. */
  stop(): Promise<void>;
}

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
  const rests = createRests(wake);
  const lacksTechnology = createLacksTechnology(screener, log);
  const setbacks = createSetbacks();
  // A clock that is set ahead must not fail what was acknowledged.
  const now = createPatientClock({ beganAtMs, onDoubt: () => {} });
  let isStopping = false;
  let isFilling = false;
  let isWoken = false;

  async function fill(): Promise<void> {
    while (!isStopping && !rests.isPaused()) {
      // While the models warm up, or the service drains.
      if (!screener.isReady()) return rests.retryLater();
      // What has begun reads its pictures first: until then its thread looks idle.
      const { idle, busy } = screener.state().workers;
      if (begun.size > 0 && (idle === 0 || begun.size >= idle + busy)) return;
      const receivedSince = new Date(now() - LONGEST_AWAY_MS);
      const next = await records.queue.next([...begun.keys(), ...rests.scans], {
        requests: [...rests.requests],
        receivedSince,
      });
      if (!next.ok) return rests.retryLater();
      if (next.value === null) {
        if (begun.size === 0 && rests.scans.size === 0 && rests.requests.size === 0) setbacks.clear();
        return;
      }
      const { id } = next.value;
      if (!mayBeginBeside(id)) return;
      const isOverdue = next.value.receivedAt < receivedSince;
      if (!isOverdue && lacksTechnology(next.value)) {
        rests.restAlike(next.value.request);
        continue;
      }
      const permit = screener.admit({ priority: 'live' });
      if (!permit.ok) return rests.retryLater();
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
          if (tried.state === 'counted') rests.retryLater();
          else wake();
        });
      begun.set(id, work);
    }
  }

  /** A scan that a process ended with is tried again with no other of the queue beside it: so it is known which one it was. */
  function mayBeginBeside(id: string): boolean {
    return begun.size === 0 || ![id, ...begun.keys()].some((scan) => suspects.has(scan));
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
    rests.restScan(scan.id, restMs);
    rests.pause(pauseMs);
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
