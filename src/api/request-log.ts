import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Logger, pino } from 'pino';
import type { Config } from '../config/config.ts';
import { errorCode } from '../domain/language/error-code.ts';
import { hasBroken } from './connections/has-broken.ts';
import type { Metrics } from './metrics/metrics.ts';
import { type LogTarget, openStandardOutput } from './standard-output.ts';
import type { AbandonStage } from './upload/abandon-stages.ts';

/** Where log lines go; standard output unless said otherwise. */
export interface LogStream {
  write(line: string): void;
  /** Calls back when lines are written again after some were dropped, with how many were. */
  whenDropped?(listener: (count: number) => void): void;
}

/**
 * The service's log, one JSON object a line. A line may name the route's pattern, never the address, the query or the
 * metadata: a container number is nobody's business in a log. The serializers see to it even where Fastify logs a
 * request on its own.
 */
export function createLogger(level: Config['logLevel'], stream: LogStream = createLogOutput()): Logger {
  const logger = pino(
    {
      level,
      serializers: {
        req: (request) => ({ method: request.method, route: request.routeOptions?.url ?? 'other' }),
        res: (reply) => ({ status: reply.statusCode }),
      },
    },
    stream,
  );
  stream.whenDropped?.((lines) => logger.warn({ lines }, DROPPED));
  return logger;
}

const DROPPED =
  'lines of this log were dropped: its reader stalled, or its disk was full, until the service had kept a mebibyte of them';

/** Lines that cannot be written now are kept up to so many bytes. */
const MOST_KEPT_BYTES = 1_048_576;
/** A pipe takes so much whole or not at all: lines of several processes do not mix. */
const PIPE_BYTES = 4096;
const TRY_AGAIN_MS = 100;

/**
 * Writes lines without ever waiting for whoever reads them. The reader may stall or end, and the disk that they are written
 * to may be full: the service goes on without its log, and writes on where that can be, what it kept first. Through
 * `process.stdout` the latter two would end the process. `open` is called with the first line.
 */
export function createLogOutput(open: () => LogTarget = openStandardOutput): LogStream {
  let tell = (_count: number) => {};
  let output: ReturnType<typeof start> | null = null;

  function start() {
    const target = open();
    const opened = pino.destination({
      dest: target.fd,
      sync: true,
      maxLength: MOST_KEPT_BYTES,
      maxWrite: PIPE_BYTES,
      // The library would sleep, and the whole process with it.
      retryEAGAIN: () => false,
    });
    let dropped = 0;
    let waiting: NodeJS.Timeout | null = null;
    const write = (line: string) => {
      target.keepFromWaiting();
      opened.write(line);
    };
    // Nothing more to write: what was kept goes first.
    const tryAgain = () => write('');
    opened.on('error', (error: unknown) => {
      if (waiting !== null || !isStalled(error)) return;
      waiting = setInterval(tryAgain, TRY_AGAIN_MS).unref();
      process.once('exit', tryAgain);
    });
    opened.on('drop', () => {
      dropped += 1;
    });
    opened.on('drain', () => {
      if (waiting !== null) {
        clearInterval(waiting);
        process.off('exit', tryAgain);
        waiting = null;
        // It may tell of lines from before the stall: whether the others can be written is known when it is tried.
        tryAgain();
        return;
      }
      const count = dropped;
      dropped = 0;
      if (count > 0) tell(count);
    });
    return { write };
  }

  return {
    write(line) {
      output ??= start();
      output.write(line);
    },
    whenDropped(listener) {
      tell = listener;
    },
  };
}

function isStalled(error: unknown): boolean {
  return ['EAGAIN', 'EBUSY'].includes(errorCode(error) ?? '');
}

/** Writes one line and one observation for each request whose answer was read. */
export function observeRequests(app: FastifyInstance, metrics: Metrics): void {
  app.decorateRequest('failure', null);
  app.addHook('onResponse', async (request, reply) => {
    // Of a scan whose sender left before it had read the answer, `recordDeparture` tells.
    if (request.admission !== null && hasBroken(request)) return;
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
