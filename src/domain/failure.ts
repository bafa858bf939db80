/** Every way in which a request can fail on purpose. `docs/errors.md` explains each; a test holds the two together. */
export const FAILURE_CODES = [
  'malformed-request',
  'unauthenticated',
  'forbidden',
  'foreign-page',
  'unknown-scan',
  'unknown-technology',
  'unknown-model',
  'not-found',
  'method-not-allowed',
  'misdirected',
  'conflict',
  'precondition-failed',
  'scan-too-large',
  'body-too-large',
  'unsupported-media-type',
  'range-not-satisfiable',
  'unreadable-scan',
  'invalid-metadata',
  'invalid-inspection',
  'rate-limited',
  'runtime-failed',
  'records-unavailable',
  'overloaded',
  'draining',
  'deadline-passed',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** An expected failure, as plain data: it crosses threads, where classes and error codes are lost. */
export interface Failure {
  readonly code: FailureCode;
  /** One sentence that names the cause and the cure, fit for the client to read. */
  readonly message: string;
  /** In how many seconds it is worth another try, where that is known; answers have them whole, at least 1. */
  readonly retryAfterSeconds?: number;
  /** The technology that failed, where one did. */
  readonly technology?: string;
}

/** What a function returns that may fail on purpose. A throw is a bug. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

export function succeed<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

export function fail(code: FailureCode, message: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, message } };
}
