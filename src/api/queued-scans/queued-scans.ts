import type { FastifyBaseLogger } from 'fastify';
import { type Failure, fail } from '../../domain/failure.ts';
import { createPatientClock } from '../../domain/patient-clock.ts';
import type { Records } from '../../records/open-records.ts';
import { beginQueuedScan, type QueuedScan } from '../../records/scans/queue-records.ts';
import { failQueuedScan, finishQueuedScan } from '../../records/scans/write-scans.ts';
import type { Screener } from '../../workers/screener.ts';
import type { Challengers } from '../lineup/challengers.ts';
import type { CurrentLineup } from '../lineup/lineup.ts';
import { answeredFacts } from '../lineup/screening-facts.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { readUploads } from '../pictures/read-uploads.ts';
import { mayComeBack } from '../scans/comes-back.ts';
import { keepWithPictures, mapsOf } from '../scans/keep-scan.ts';
import { scanDocument } from '../scans/scan-document.ts';
import type { ServingProcess } from '../serving-process.ts';
import { readQueuedRequest } from './queued-request.ts';

export interface QueuedScansOptions {
  readonly screener: Screener;
  readonly records: Records;
  readonly lineup: CurrentLineup;
  readonly challengers: Challengers;
  readonly metrics: Metrics;
  readonly servingProcess: ServingProcess;
  readonly log: FastifyBaseLogger;
}

export interface QueuedScans {
  /** Begins what can be begun; to be called when a scan was queued, and at the start. */
  wake(): void;
  /** Begins nothing more; resolves when what was begun has ended. What waits is on record and is finished after a restart. */
  stop(): Promise<void>;
}

/**
 * One that ended its thread or the process so often is not tried again. Not fewer, because a process may end for reasons
 * that have nothing to do with the scan it was at.
 */
const MAX_ATTEMPTS = 10;
/** A process that ended by itself so often with the same scan, the second time with no other of the queue beside it. */
const MAX_ENDED_PROCESSES = 2;
const PATIENCE_MS = 600_000;
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
  // A clock that is set ahead must not fail what was acknowledged.
  const now = createPatientClock({ onDoubt: () => {} });
  let isStopping = false;
  let isFilling = false;
  let isWoken = false;
  let isRetryPlanned = false;

  async function fill(): Promise<void> {
    while (!isStopping) {
      // While the models warm up, or the service drains.
      if (!screener.isReady()) return retryLater();
      // What has begun reads its pictures first: until then its thread looks idle.
      const { idle, busy } = screener.state().workers;
      if (begun.size > 0 && (idle === 0 || begun.size >= idle + busy)) return;
      const next = await records.queue.next([...begun.keys(), ...resting]);
      if (!next.ok) return retryLater();
      if (next.value === null || !mayBeginBeside(next.value.id)) return;
      if (isWaitingForTechnology(next.value, screener, now())) {
        rest(next.value.id);
        continue;
      }
      const permit = screener.admit({ priority: 'live' });
      if (!permit.ok) return retryLater();
      const { id } = next.value;
      servingProcess.noteQueuedScan(id, 'begun');
      const work = finishScan(next.value, options)
        .catch((bug: unknown) => {
          log.error({ err: bug }, 'a queued scan failed through a bug');
          return 'later' as const;
        })
        .then((outcome) => {
          permit.value.release();
          begun.delete(id);
          servingProcess.noteQueuedScan(id, 'ended');
          if (outcome === 'later') retryLater();
          else wake();
        });
      begun.set(id, work);
    }
  }

  /** A scan that a process ended with is tried again with no other of the queue beside it: so it is known which one it was. */
  function mayBeginBeside(id: string): boolean {
    return begun.size === 0 || ![id, ...begun.keys()].some((scan) => suspects.has(scan));
  }

  function rest(id: string): void {
    resting.add(id);
    setTimeout(() => {
      resting.delete(id);
      wake();
    }, REST_MS).unref();
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

/** Screens one queued scan and puts what came of it on record. `later` where it is to be tried again. */
async function finishScan(scan: QueuedScan, options: QueuedScansOptions): Promise<'done' | 'later'> {
  const { screener, records, lineup, challengers, metrics, servingProcess } = options;
  if ((servingProcess.suspects.get(scan.id) ?? 0) >= MAX_ENDED_PROCESSES) {
    const message = `The process that screened it ended with it ${MAX_ENDED_PROCESSES} times: the scan, or the model, is at fault.`;
    return giveUp(scan, fail('runtime-failed', message).failure, options);
  }
  if (scan.attempts >= MAX_ATTEMPTS) {
    const message = `It was begun ${MAX_ATTEMPTS} times, and each time its thread or the service ended with it.`;
    return giveUp(scan, fail('runtime-failed', message).failure, options);
  }
  const begun = await records.commit.write((transaction) => beginQueuedScan(transaction, scan.id));
  if (!begun.ok) return 'later';
  const files = await readUploads(records, scan.id, null);
  if (!files.ok) return files.failure.code === 'records-unavailable' ? 'later' : giveUp(scan, files.failure, options);
  const request = readQueuedRequest(scan);
  if (!request.ok) return giveUp(scan, request.failure, options);
  const { technologies, maps } = request.value;
  const begunAt = performance.now();
  const screened = await screener.screen(
    { files: files.value, technologies, maps: maps === 'none' ? 'none' : 'inline', images: 'none' },
    { deadlineAt: begunAt + PATIENCE_MS, signal: new AbortController().signal, priority: 'live' },
  );
  if (!screened.ok) {
    const { code } = screened.failure;
    const isPassing = code === 'draining' || code === 'overloaded' || code === 'runtime-failed';
    metrics.countFailedScreening(technologies, screened.failure);
    return isPassing ? 'later' : giveUp(scan, screened.failure, options);
  }
  const screenedAt = performance.now();
  const { result, queueMs } = screened.value;
  metrics.countRuns(result.results);
  const passage = { ...scan, metadata: {}, maps: maps === 'none' ? ('none' as const) : ('link' as const) };
  const document = scanDocument({ ...passage, result, queueMs, answerMs: screenedAt - begunAt });
  const factsOf = answeredFacts(screener.technologies(), lineup.get());
  const kept = await keepWithPictures(records, scan.id, mapsOf(result), (transaction) =>
    finishQueuedScan(transaction, scan.id, document, factsOf),
  );
  if (!kept.ok) return 'later';
  metrics.countScreenings({ document, storeMs: performance.now() - screenedAt });
  if (kept.value !== false) metrics.countInspections(kept.value);
  challengers.challenge({ ...passage, technologies, files: result.files });
  return 'done';
}

async function giveUp(
  { id }: QueuedScan,
  failure: Failure,
  { records }: QueuedScansOptions,
): Promise<'done' | 'later'> {
  const kept = await records.commit.write((transaction) => failQueuedScan(transaction, id, failure));
  return kept.ok ? 'done' : 'later';
}
