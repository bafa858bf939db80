import type { Failure } from '../../domain/failure.ts';
import { AUTHENTICATION_FAILURES, type AuthenticationFailure } from '../access/authenticate.ts';
import { ABANDON_STAGES, type AbandonStage } from '../upload/abandon-stages.ts';
import type { MetricsRegistry } from './registry.ts';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];
const REFUSALS = ['overloaded', 'draining', 'scan-too-large', 'rate-limited'] as const;
/** `/readyz` and its like under `/v2`, of the service and of a model. */
const ASKS_WHETHER_READY = /\/ready(?:z)?$/;

export interface AnsweredRequest {
  readonly method: string;
  /** The route's pattern, never the address; undefined where no route matched. */
  readonly route: string | undefined;
  readonly status: number;
  readonly seconds: number;
  readonly failure: Failure | null;
}

/** What comes in at the door, and what is turned away there. */
export interface RequestMetrics {
  countRequest(request: AnsweredRequest): void;
  countAbandoned(stage: AbandonStage): void;
  countFailedAuthentication(reason: AuthenticationFailure): void;
}

export function createRequestMetrics(registry: MetricsRegistry): RequestMetrics {
  const requestSeconds = registry.seconds({
    name: 'http_request_duration_seconds',
    help: 'From the request’s first byte to the end of the reply, or to the reply itself where a body was left unread.',
    labels: ['method', 'route', 'status'],
  });
  const refused = registry.counter({
    name: 'refused_total',
    help: 'Scans, listeners to events and other work refused before it began, by reason.',
    labels: ['reason'],
    zeros: () => REFUSALS.map((reason) => ({ reason })),
  });
  // Shares of scans are shares of these: whoever listens to events, or runs a model alone, is refused with the same codes.
  const scansRefused = registry.counter({
    name: 'scans_refused_total',
    help: 'Posted scans refused before their work began, by reason.',
    labels: ['reason'],
    zeros: () => REFUSALS.map((reason) => ({ reason })),
  });
  const abandoned = registry.counter({
    name: 'abandoned_total',
    help: 'Scans whose sender left before the answer, by how far they had come.',
    labels: ['stage'],
    zeros: () => ABANDON_STAGES.map((stage) => ({ stage })),
  });
  const failedAuthentications = registry.counter({
    name: 'failed_authentications_total',
    help: 'Requests without a key that is in force, by reason.',
    labels: ['reason'],
    zeros: () => AUTHENTICATION_FAILURES.map((reason) => ({ reason })),
  });
  return {
    countRequest({ method, route, status, seconds, failure }) {
      requestSeconds.observe(
        { method: METHODS.includes(method) ? method : 'other', route: route ?? 'other', status: String(status) },
        seconds,
      );
      const reason = REFUSALS.find((refusal) => refusal === failure?.code);
      if (reason === undefined) return;
      // Whoever asks whether the service is ready is told no with the same codes; that refuses nobody.
      if (reason !== 'rate-limited' && ASKS_WHETHER_READY.test(route ?? '')) return;
      refused.inc({ reason });
      if (method === 'POST' && route === '/v1/scans') scansRefused.inc({ reason });
    },
    countAbandoned: (stage) => abandoned.inc({ stage }),
    countFailedAuthentication: (reason) => failedAuthentications.inc({ reason }),
  };
}
