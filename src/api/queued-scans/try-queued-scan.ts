import type { FastifyBaseLogger } from 'fastify';
import { type Failure, fail } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import { noteAttempts, type QueuedScan } from '../../records/scans/queue-records.ts';
import { failQueuedScan, finishQueuedScan } from '../../records/scans/write-scans.ts';
import type { Screener } from '../../workers/screener.ts';
import type { Challengers } from '../lineup/challengers.ts';
import { type CurrentLineup, championOf } from '../lineup/lineup.ts';
import { answeredFacts } from '../lineup/screening-facts.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { readUploads } from '../pictures/read-uploads.ts';
import { scanDocument } from '../scan-document.ts';
import { keepWithPictures, mapsOf } from '../scans/keep-pictures.ts';
import type { ServingProcess } from '../serving-process.ts';
import { lackingTechnology, waitedInVain } from './lacking-technology.ts';
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

/** A queued scan whose turn has come. */
export interface DueScan extends QueuedScan {
  /** It is older than scans wait for a technology. */
  readonly isOverdue: boolean;
}

/**
 * What came of a try. `counted`: it is to be tried again, and not for ever, because its thread ended with it. `put-off`: what
 * stood in its way has nothing to do with the scan, which was acknowledged, so it waits for as long as that lasts.
 */
export type Tried =
  | { readonly state: 'finished' }
  | { readonly state: 'counted' }
  | { readonly state: 'put-off'; readonly why: Failure };

/**
 * One that ended its thread or the process so often is not tried again. Not fewer, because a process may end for reasons
 * that have nothing to do with the scan it was at.
 */
const MAX_ATTEMPTS = 10;
/** A process that ended by itself so often with the same scan, the second time with no other of the queue beside it. */
const MAX_ENDED_PROCESSES = 2;
const PATIENCE_MS = 600_000;

const FINISHED: Tried = { state: 'finished' };
const COUNTED: Tried = { state: 'counted' };

/** Screens one queued scan and puts what came of it on record. */
export async function tryQueuedScan(scan: DueScan, options: QueuedScansOptions): Promise<Tried> {
  const tried = await beginAndFinish(scan, options);
  if (tried.state === 'put-off') {
    // Nobody is answered that the records are away, so that the metrics alone can tell it.
    countFailed(scan, tried.why, options);
    // Where this fails, too, the queue knows it for as long as the process lives.
    await options.records.commit.write((transaction) => noteAttempts(transaction, scan.id, scan.attempts));
  }
  return tried;
}

async function beginAndFinish(scan: DueScan, options: QueuedScansOptions): Promise<Tried> {
  const { screener, records, lineup, challengers, metrics, servingProcess } = options;
  if ((servingProcess.suspects.get(scan.id) ?? 0) >= MAX_ENDED_PROCESSES) {
    const message = `The process that screened it ended with it ${MAX_ENDED_PROCESSES} times: the scan, or the model, is at fault.`;
    return giveUp(scan, fail('runtime-failed', message).failure, options);
  }
  if (scan.attempts >= MAX_ATTEMPTS) {
    const message = `It was begun ${MAX_ATTEMPTS} times, and each time its thread or the service ended with it, or a bug that the log tells.`;
    return giveUp(scan, fail('runtime-failed', message).failure, options);
  }
  const begun = await records.commit.write((transaction) => noteAttempts(transaction, scan.id, scan.attempts + 1));
  if (!begun.ok) return putOff(begun.failure);
  const files = await readUploads(records, scan.id, null);
  if (!files.ok) return isPassing(files.failure) ? putOff(files.failure) : giveUp(scan, files.failure, options);
  const request = readQueuedRequest(scan);
  if (!request.ok) return giveUp(scan, request.failure, options);
  const { technologies, maps } = request.value;
  const lacking = lackingTechnology(technologies, screener.technologies());
  if (lacking !== null && !lacking.mayComeBack && scan.isOverdue) return giveUp(scan, waitedInVain(lacking), options);
  const begunAt = performance.now();
  const screened = await screener.screen(
    { files: files.value, technologies, maps: maps === 'none' ? 'none' : 'inline', images: 'none' },
    { deadlineAt: begunAt + PATIENCE_MS, signal: new AbortController().signal, priority: 'live' },
  );
  if (!screened.ok) {
    if (isPassing(screened.failure)) return putOff(screened.failure);
    if (screened.failure.code === 'unknown-technology') {
      const missed = lackingTechnology(technologies, screener.technologies());
      // Its thread lost it meanwhile: it waits with the others.
      return missed !== null && scan.isOverdue ? giveUp(scan, waitedInVain(missed), options) : putOff(screened.failure);
    }
    if (screened.failure.code !== 'runtime-failed') return giveUp(scan, screened.failure, options);
    metrics.countFailedScreening(technologies, screened.failure);
    return COUNTED;
  }
  const screenedAt = performance.now();
  const { result, queueMs } = screened.value;
  metrics.countRuns(result.results);
  const passage = { ...scan, metadata: {}, maps: maps === 'none' ? ('none' as const) : ('link' as const) };
  const document = scanDocument({ ...passage, result, queueMs, answerMs: screenedAt - begunAt });
  const known = screener.technologies();
  const { champion = championOf(lineup.get(), known) ?? null } = request.value;
  const factsOf = answeredFacts(known, champion);
  const kept = await keepWithPictures(records, scan.id, mapsOf(result), (transaction) =>
    finishQueuedScan(transaction, scan.id, document, factsOf),
  );
  if (!kept.ok) return putOff(kept.failure);
  metrics.countScreenings({ document, storeMs: performance.now() - screenedAt });
  if (kept.value !== false) metrics.countInspections(kept.value);
  challengers.challenge({ ...passage, technologies, files: result.files });
  return FINISHED;
}

function putOff(why: Failure): Tried {
  return { state: 'put-off', why };
}

/** Whether it says something of the service, which passes, and nothing of the scan or its model. */
function isPassing({ code }: Failure): boolean {
  return code === 'records-unavailable' || code === 'draining' || code === 'overloaded';
}

/** Ends a scan that was acknowledged: whoever runs the service is to see it, too, not its sender alone. */
async function giveUp(scan: QueuedScan, failure: Failure, options: QueuedScansOptions): Promise<Tried> {
  const { records, log } = options;
  const kept = await records.commit.write((transaction) => failQueuedScan(transaction, scan.id, failure));
  if (!kept.ok) return putOff(kept.failure);
  if (kept.value) {
    countFailed(scan, failure, options);
    log.warn({ scanId: scan.id, code: failure.code, detail: failure.message }, 'a queued scan has failed');
  }
  return FINISHED;
}

function countFailed(scan: QueuedScan, failure: Failure, { metrics }: QueuedScansOptions): void {
  const request = readQueuedRequest(scan);
  if (request.ok) metrics.countFailedScreening(request.value.technologies, failure);
}
