import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Failure, Outcome } from '../../domain/failure.ts';
import type { Permit, Screener } from '../../workers/screener.ts';
import { hasBroken } from '../connections/has-broken.ts';
import { whenClosed } from '../connections/when-closed.ts';
import { refuse } from '../problems/errors.ts';
import { recordDeparture } from '../request-log.ts';
import type { AbandonStage } from './abandon-stages.ts';
import { scanTooLarge } from './read-body.ts';
import { createUploads, SLOWEST_BYTES_PER_SECOND, type Upload, type Uploads } from './uploads.ts';

/** A scan that was let in: it holds a permit until it is answered and no thread works on it any more. */
export interface Admission {
  /** Aborted when the sender leaves before the answer. */
  readonly departure: AbortSignal;
  /** Keeps the permit until the work has settled, even when the answer or the sender has gone before. */
  whileScreening<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** The answer is on its way, or can no longer reach anyone. */
  markAnswered(): void;
  /** The threads are done with it, and it waits for the disk: they do not wait with it. */
  beginStoring(): void;
  readonly stage: AbandonStage;
  /** The scan's body on its way. */
  readonly upload: Upload;
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly uploads: Uploads;
  }
  interface FastifyRequest {
    admission: Admission | null;
  }
}

/** Prepares the application for `admitScan`: every reply gives the permit back, whoever sends it. */
export function installAdmission(app: FastifyInstance): void {
  app.decorate('uploads', createUploads());
  app.decorateRequest('admission', null);
  app.addHook('onSend', async (request) => request.admission?.markAnswered());
}

/**
 * Lets a scan in before its body is read, or refuses it at once: a body too large by its own word, no free place and no
 * upload that stalls on one, or a service that is stopping. What was refused costs neither memory nor a thread.
 */
export function admitScan(
  screener: Screener,
  maxScanBytes: number,
  countAbandoned: (stage: AbandonStage) => void,
): onRequestAsyncHookHandler {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (Number(request.headers['content-length'] ?? 0) > maxScanBytes) {
      return refuse(reply, scanTooLarge(maxScanBytes).failure);
    }
    const permit = takePlace(screener, request.server.uploads);
    if (!permit.ok) return refuse(reply, permit.failure);

    const departure = new AbortController();
    const upload = request.server.uploads.begin(permit.value.release);
    const admission = createAdmission(permit.value, departure, upload);
    request.admission = admission;
    whenClosed(reply.raw, () => {
      const isUnanswered = !reply.raw.writableFinished && request.answeredAfterMs === null;
      if (isUnanswered || hasBroken(request)) {
        departure.abort();
        countAbandoned(admission.stage);
        recordDeparture(request, reply, admission.stage);
      }
      admission.markAnswered();
    });
  };
}

/** A free place, or the place of an upload that stalls. */
function takePlace(screener: Screener, uploads: Uploads): Outcome<Permit> {
  const permit = screener.admit({ priority: 'live' });
  if (permit.ok || permit.failure.code !== 'overloaded') return permit;
  return uploads.reclaim(stalled(permit.failure)) ? screener.admit({ priority: 'live' }) : permit;
}

function stalled({ code, retryAfterSeconds = 1 }: Failure): Failure {
  const slowest = `${SLOWEST_BYTES_PER_SECOND / 1000} kB a second`;
  const message = `The body came more slowly than ${slowest} while every place was taken; another scan has its place now. Send it again, faster.`;
  return { code, message, retryAfterSeconds };
}

function createAdmission(permit: Permit, departure: AbortController, upload: Upload): Admission {
  let stage: AbandonStage = 'upload';
  let isWorking = false;
  let isAnswered = false;
  const settle = () => {
    if (isAnswered && !isWorking) permit.release();
  };
  return {
    departure: departure.signal,
    upload,
    async whileScreening(work) {
      stage = 'screening';
      isWorking = true;
      try {
        return await work(departure.signal);
      } finally {
        isWorking = false;
        settle();
      }
    },
    beginStoring: permit.beginStoring,
    markAnswered() {
      if (stage === 'screening') stage = 'reply';
      isAnswered = true;
      upload.end();
      settle();
    },
    get stage() {
      return stage;
    },
  };
}
