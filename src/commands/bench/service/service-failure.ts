import { Value } from 'typebox/value';
import { ProblemSchema } from '../../../api/problems/problem.ts';
import { SERVICE_KEY_VARIABLE } from '../../../config/service-key.ts';
import type { FailureCode, Outcome } from '../../../domain/failure.ts';
import type { ServiceReply } from './hear-reply.ts';

/**
 * Codes of statuses that a proxy may answer with in the service's place, without saying more. With 502 it says that the
 * service broke off, not that it is full.
 */
const CODE_OF_STATUS: Readonly<Record<number, FailureCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  429: 'rate-limited',
  502: 'runtime-failed',
  503: 'overloaded',
  504: 'deadline-passed',
};

/** What a reply that is no answer says: the service's own problem details where it has them. */
export function serviceFailure({ status, body, retryAfterSeconds }: ServiceReply): Outcome<never> {
  const problem = parseJson(body);
  const known = Value.Check(ProblemSchema, problem) ? problem : null;
  const code = known?.code ?? CODE_OF_STATUS[status] ?? 'runtime-failed';
  const cure = code === 'unauthenticated' || code === 'forbidden' ? ` It is read from ${SERVICE_KEY_VARIABLE}.` : '';
  const text = body.toString('utf8', 0, 200).trim();
  const said = known?.detail ?? `The service answered ${status}${text === '' ? '' : `: ${text}`}.`;
  const message = `${said}${cure}`;
  return { ok: false, failure: { code, message, ...(retryAfterSeconds !== null && { retryAfterSeconds }) } };
}

/** Undefined where it is no JSON. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
