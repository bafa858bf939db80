import { errorCode } from '../domain/error-code.ts';
import type { StoredEvent } from '../records/events/events.ts';
import type { WebhookRecord } from '../records/events/webhook-records.ts';
import { signWebhook } from './sign.ts';

/** `isFinal`: no later try can go better. `why` is a clause about the receiver. */
export type Posted =
  | { readonly arrived: true }
  | { readonly arrived: false; readonly why: string; readonly isFinal: boolean };

export interface PostOptions {
  readonly timeoutMs: number;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/**
 * Sends one event to one webhook, signed; any 2xx within the time is an arrival. A redirect is not followed: it would
 * lead a signed event, and a request from inside this network, to a place that nobody on this host has named.
 */
export async function postEvent(
  { url, secret }: WebhookRecord,
  { id, type, at, data }: StoredEvent,
  { timeoutMs, nowMs, signal }: PostOptions,
): Promise<Posted> {
  const body = `{"type":${JSON.stringify(type)},"timestamp":"${new Date(at).toISOString()}","data":${data}}`;
  const atSeconds = Math.floor(nowMs / 1000);
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Scanbench',
        'webhook-id': id,
        'webhook-timestamp': String(atSeconds),
        'webhook-signature': signWebhook(secret, id, atSeconds, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([deadline, signal]),
    });
    // What the receiver says is not read: a long answer would only cost memory.
    await reply.body?.cancel();
    if (reply.ok) return { arrived: true };
    if (reply.status === 410) return { arrived: false, why: 'it answers 410: it wants no more', isFinal: true };
    const isRedirect = reply.status >= 300 && reply.status < 400;
    const why = isRedirect ? `it redirects (${reply.status}), which is not followed` : `it answers ${reply.status}`;
    return { arrived: false, why, isFinal: false };
  } catch (error) {
    if (deadline.aborted) return { arrived: false, why: `it does not answer within ${timeoutMs} ms`, isFinal: false };
    return { arrived: false, why: whyNotReached(causeOf(error)), isFinal: false };
  }
}

function whyNotReached(cause: string): string {
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/.test(cause)) {
    return `its certificate is not trusted (${cause}): name the file of its CA in NODE_EXTRA_CA_CERTS`;
  }
  return `it cannot be reached (${cause})`;
}

/** `fetch` wraps what went wrong: only the cause says it. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? (errorCode(error) ?? error.message) : causeOf(error.cause);
}
