import type { FastifyReply } from 'fastify';
import type { Failure, FailureCode } from '../../domain/failure.ts';
import type { Problem } from './problem.ts';

/** The one place where an expected failure becomes an HTTP status. `docs/errors.md` explains each code. */
export const HTTP_STATUS = {
  'malformed-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'foreign-page': 403,
  'unknown-scan': 404,
  'unknown-technology': 404,
  'unknown-model': 404,
  'not-found': 404,
  'method-not-allowed': 405,
  misdirected: 421,
  conflict: 409,
  'precondition-failed': 412,
  'scan-too-large': 413,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'range-not-satisfiable': 416,
  'unreadable-scan': 422,
  'invalid-metadata': 422,
  'invalid-inspection': 422,
  'rate-limited': 429,
  'runtime-failed': 500,
  'records-unavailable': 503,
  overloaded: 503,
  draining: 503,
  'deadline-passed': 504,
} as const satisfies Record<FailureCode, number>;

const TITLES = {
  'malformed-request': 'The request is not formed as described',
  unauthenticated: 'A key is needed',
  forbidden: 'The key does not allow this',
  'foreign-page': 'A page from elsewhere may not do this',
  'unknown-scan': 'No such scan',
  'unknown-technology': 'No such technology can screen now',
  'unknown-model': 'No such model',
  'not-found': 'Nothing is here',
  'method-not-allowed': 'This address does not answer this method',
  misdirected: 'The request is meant for another host',
  conflict: 'It is there already, with other content',
  'precondition-failed': 'The condition of the request is not met',
  'scan-too-large': 'The scan has too many bytes',
  'body-too-large': 'The body has too many bytes',
  'unsupported-media-type': 'This media type is not accepted',
  'range-not-satisfiable': 'The file has no such bytes',
  'unreadable-scan': 'The scan cannot be read',
  'invalid-metadata': 'The metadata are not valid',
  'invalid-inspection': 'The inspection is not valid',
  'rate-limited': 'Too many requests',
  'runtime-failed': 'The service failed',
  'records-unavailable': 'The records cannot be read or written',
  overloaded: 'No scan can be taken at the moment',
  draining: 'The service is stopping',
  'deadline-passed': 'No answer within the deadline',
} as const satisfies Record<FailureCode, string>;

declare module 'fastify' {
  interface FastifyRequest {
    /** The failure that the request was answered with, for the log and the metrics; null while there is none. */
    failure: Failure | null;
  }
}

/** A failure as RFC 9457 problem details; `instance` names the occurrence where the log knows it by a name. */
export function problemOf(failure: Failure, instance?: string): Problem {
  return {
    type: `/errors.md#${failure.code}`,
    title: TITLES[failure.code],
    status: HTTP_STATUS[failure.code],
    detail: failure.message,
    code: failure.code,
    ...(failure.technology !== undefined && { technology: failure.technology }),
    ...(instance !== undefined && { instance }),
  };
}

/** Addresses of the Open Inference Protocol, whose clients read no problem details but `{"error": …}`. */
const OPEN_INFERENCE_ADDRESS = /^\/v2(?:[/?]|$)/;

/** What a failure is answered with, in the form that its address promises. */
export function answerOf(failure: Failure, address: string, instance?: string) {
  const isOpenInference = OPEN_INFERENCE_ADDRESS.test(address);
  return {
    status: HTTP_STATUS[failure.code],
    mediaType: isOpenInference ? 'application/json' : 'application/problem+json',
    body: JSON.stringify(isOpenInference ? { error: failure.message } : problemOf(failure, instance)),
  };
}

/** Answers with a failure. Every 503, and every other that knows, says when to come again: in whole seconds, at least one. */
export function refuse(reply: FastifyReply, failure: Failure, instance?: string): FastifyReply {
  reply.request.failure = failure;
  if (failure.retryAfterSeconds !== undefined || HTTP_STATUS[failure.code] === 503) {
    reply.header('retry-after', String(Math.max(1, Math.ceil(failure.retryAfterSeconds ?? 1))));
  }
  const { status, mediaType, body } = answerOf(failure, reply.request.url, instance);
  // Bytes, because Fastify adds a charset to text that looks like JSON, and the media type of problems has none.
  return reply.code(status).type(mediaType).send(Buffer.from(body));
}
