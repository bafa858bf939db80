import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Permit, Screener } from '../workers/screener.ts';
import { refuse } from './errors.ts';
import { scanTooLarge } from './read-body.ts';

/** Where a scan is on its way when its sender leaves. */
export const ABANDON_STAGES = ['upload', 'screening', 'reply'] as const;
export type AbandonStage = (typeof ABANDON_STAGES)[number];

/** A scan that was let in: it holds a permit until it is answered and no thread works on it any more. */
export interface Admission {
  /** Aborted when the sender leaves before the answer. */
  readonly departure: AbortSignal;
  /** Keeps the permit until the work has settled, even when the answer or the sender has gone before. */
  whileScreening<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** The answer is on its way, or can no longer reach anyone. */
  markAnswered(): void;
  readonly stage: AbandonStage;
}

declare module 'fastify' {
  interface FastifyRequest {
    admission: Admission | null;
  }
}

/** Prepares the application for `admitScan`: every reply gives the permit back, whoever sends it. */
export function installAdmission(app: FastifyInstance): void {
  app.decorateRequest('admission', null);
  app.addHook('onSend', async (request) => request.admission?.markAnswered());
}

/**
 * Lets a scan in before its body is read, or refuses it at once: a body too large by its own word, no free place, or a
 * service that is stopping. What was refused costs neither memory nor a thread.
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
    const permit = screener.admit({ priority: 'live' });
    if (!permit.ok) return refuse(reply, permit.failure);

    const departure = new AbortController();
    const admission = createAdmission(permit.value, departure);
    request.admission = admission;
    reply.raw.once('close', () => {
      // A refusal that lingers over an unread body has been read; how its connection ends is no departure.
      if (!reply.raw.writableFinished && request.answeredAfterMs === null) {
        departure.abort();
        countAbandoned(admission.stage);
      }
      admission.markAnswered();
    });
  };
}

function createAdmission(permit: Permit, departure: AbortController): Admission {
  let stage: AbandonStage = 'upload';
  let isWorking = false;
  let isAnswered = false;
  const settle = () => {
    if (isAnswered && !isWorking) permit.release();
  };
  return {
    departure: departure.signal,
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
    markAnswered() {
      if (stage === 'screening') stage = 'reply';
      isAnswered = true;
      settle();
    },
    get stage() {
      return stage;
    },
  };
}
