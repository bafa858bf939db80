import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Logger, pino } from 'pino';
import type { Config } from '../config/config.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { AbandonStage } from './upload/abandon-stages.ts';

/** Where log lines go; standard output unless said otherwise. */
export interface LogStream {
  write(line: string): void;
}

/**
 * The service's log, one JSON object a line. A line may name the route's pattern, never the address, the query or the
 * metadata: a container number is nobody's business in a log. The serializers see to it even where Fastify logs a
 * request on its own.
 */
export function createLogger(level: Config['logLevel'], stream: LogStream = standardOutput()): Logger {
  return pino(
    {
      level,
      serializers: {
        req: (request) => ({ method: request.method, route: request.routeOptions?.url ?? 'other' }),
        res: (reply) => ({ status: reply.statusCode }),
      },
    },
    stream,
  );
}

const STANDARD_OUTPUT = 1;
/** Lines that cannot be written now are kept up to so many bytes, and written with the next. */
const MOST_KEPT_BYTES = 1_048_576;

/**
 * What reads the log may end, and the disk that it is written to may be full: the service goes on without it, and writes on
 * where that can be. Through `process.stdout` either would end the process.
 */
function standardOutput(): LogStream {
  const output = pino.destination({ dest: STANDARD_OUTPUT, sync: true, maxLength: MOST_KEPT_BYTES });
  output.on('error', () => {});
  return output;
}

/** Writes one line and one observation for each answered request. */
export function observeRequests(app: FastifyInstance, metrics: Metrics): void {
  app.decorateRequest('failure', null);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? undefined : request.routeOptions.url;
    recordAnswer(request, reply, route, metrics);
  });
}

/** One line and one observation for an answer; `route` is undefined where none matched. */
export function recordAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: string | undefined,
  metrics: Metrics,
): void {
  const ms = request.answeredAfterMs ?? reply.elapsedTime;
  const { method, failure } = request;
  const status = reply.statusCode;
  metrics.countRequest({ method, route, status, seconds: ms / 1000, failure });
  const line = { method, route: route ?? 'other', status, ms: tenths(ms) };
  if (failure === null) request.log.info(line, 'answered');
  else if (status === 500) request.log.error({ ...line, code: failure.code, detail: failure.message }, 'failed');
  // What the operator has to mend; its sentences are from tables, and name no container.
  else if (failure.code === 'records-unavailable') {
    request.log.warn({ ...line, code: failure.code, detail: failure.message }, 'refused');
  } else request.log.info({ ...line, code: failure.code }, 'refused');
}

/** One line for a scan whose sender left before the answer: nobody is answered, and no other line would tell of it. */
export function recordDeparture(request: FastifyRequest, reply: FastifyReply, stage: AbandonStage): void {
  const { method, routeOptions } = request;
  request.log.info({ method, route: routeOptions.url ?? 'other', stage, ms: tenths(reply.elapsedTime) }, 'abandoned');
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** Logs a bug under a new id and gives the id back, for the answer: what went wrong inside stays inside. */
export function logBug(app: FastifyInstance, error: unknown): string {
  const bugId = randomUUID();
  app.log.error({ err: error, bugId }, 'bug');
  return bugId;
}
