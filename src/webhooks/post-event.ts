import { errorCode } from '../domain/language/error-code.ts';
import { whyNotTrusted } from '../domain/network/why-not-trusted.ts';
import type { StoredEvent } from '../records/events/events.ts';
import type { WebhookRecord } from '../records/events/webhook-records.ts';
import { retryAfterMs } from './retry-after.ts';
import { signWebhook } from './sign.ts';

/** `why` is a clause about the receiver. */
export type Posted =
  | { readonly arrived: true }
  | {
      readonly arrived: false;
      readonly why: string;
      /** No later try can go better. */
      readonly isFinal: boolean;
      /** It asks for no other event before; null where it does not. */
      readonly leaveAloneMs: number | null;
    };

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
  { url, secrets }: WebhookRecord,
  { id, type, at, data }: StoredEvent,
  { timeoutMs, nowMs, signal }: PostOptions,
): Promise<Posted> {
  const body = `{"type":${JSON.stringify(type)},"timestamp":"${new Date(at).toISOString()}","data":${data}}`;
  const atSeconds = Math.floor(nowMs / 1000);
  // Not `AbortSignal.any`: in Node 20 it leaves something of each post at the signal of the whole process.
  const post = new AbortController();
  const cut = () => post.abort();
  const timer = setTimeout(cut, timeoutMs);
  signal.addEventListener('abort', cut);
  if (signal.aborted) cut();
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Scanbench',
        'webhook-id': id,
        'webhook-timestamp': String(atSeconds),
        'webhook-signature': secrets.map((secret) => signWebhook(secret, id, atSeconds, body)).join(' '),
      },
      body,
      redirect: 'manual',
      signal: post.signal,
    });
    // What the receiver says is not read: a long answer would only cost memory.
    await reply.body?.cancel();
    if (reply.ok) return { arrived: true };
    if (reply.status === 410) return { ...failed('it answers 410: it wants no more'), isFinal: true };
    const isRedirect = reply.status >= 300 && reply.status < 400;
    if (isRedirect) return failed(`it redirects (${reply.status}), which is not followed`);
    const mayAsk = reply.status === 429 || reply.status === 503;
    const leaveAloneMs = mayAsk ? retryAfterMs(reply.headers.get('retry-after'), nowMs) : null;
    if (leaveAloneMs === null) return failed(`it answers ${reply.status}`);
    const why = `it answers ${reply.status} and asks to be left alone for ${Math.ceil(leaveAloneMs / 1000)} s`;
    return { ...failed(why), leaveAloneMs };
  } catch (error) {
    if (post.signal.aborted) return failed(`it does not answer within ${timeoutMs} ms`);
    return failed(whyNotReached(causeOf(error)));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cut);
  }
}

function failed(why: string) {
  return { arrived: false, why, isFinal: false, leaveAloneMs: null } as const;
}

function whyNotReached(cause: string): string {
  return `it ${whyNotTrusted(cause) ?? `cannot be reached (${cause})`}`;
}

/** `fetch` wraps what went wrong: only the cause says it, if it has words (it has none for an answer 407). */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? errorCode(error) : causeOf(error.cause);
  return cause === null || cause === '' ? error.message : cause;
}
