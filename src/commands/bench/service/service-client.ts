import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Failure, fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { BrokenOff, hearReply, type ServiceReply } from './hear-reply.ts';
import { PATIENCE } from './patience.ts';
import { lookForService, type Presence } from './presence.ts';
import { goneText, neverAnsweredText, silentText, unansweredText } from './why-given-up.ts';

/** What is asked of a service; a body makes it a POST. */
export interface ServiceRequest {
  readonly path: string;
  readonly body?: { readonly contentType: string; readonly bytes: Buffer };
}

/** A running service. Connections are kept, and as many are opened as requests are under way. */
export interface ServiceClient {
  readonly address: string;
  /**
   * Any status is a reply. Fails with `runtime-failed` where the service cannot be reached, breaks off or is silent. One
   * that is silent to a scan is asked whether it lives, and given up where it does not say so: what is sent from then on
   * fails at once, because a wait for each scan would make hours of a run that shows nothing.
   */
  readonly send: (request: ServiceRequest) => Promise<Outcome<ServiceReply>>;
  /** Looks for the service, in the time that it may be silent to a question. One that is gone is given up. */
  readonly presence: () => Promise<Presence>;
  /** Null while it is asked. */
  readonly whyGivenUp: () => Failure | null;
  readonly close: () => void;
}

/** What a service answers to anyone, whatever it works on. */
const LIFE_SIGN: ServiceRequest = { path: '/livez' };

/** `key` goes with every request; null where the service has none. */
export function serviceClient(address: string, key: string | null = null, patience = PATIENCE): ServiceClient {
  const base = new URL(address);
  const isSecure = base.protocol === 'https:';
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const open = isSecure ? httpsRequest : httpRequest;
  let gaveUp: Failure | null = null;
  let sign: Promise<boolean> | null = null;
  let look: Promise<Presence> | null = null;
  let hasAnswered = false;

  const exchange = (request: ServiceRequest, silence: AbortSignal): Promise<ServiceReply> => {
    const { path, body } = request;
    const headers = {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': body.contentType, 'content-length': body.bytes.length }),
    };
    const sent = open(new URL(path, base), { agent, method: body ? 'POST' : 'GET', headers });
    sent.end(body?.bytes);
    return hearReply(sent, silence);
  };
  const ask = (question: ServiceRequest) => exchange(question, AbortSignal.timeout(patience.questionMs));
  /** One question for all scans that wait. A service that refuses it or breaks off is not silent. */
  const isSilent = () => {
    sign ??= ask(LIFE_SIGN)
      .then(
        () => false,
        (error: unknown) => kindOf(error) === 'silent',
      )
      .finally(() => {
        sign = null;
      });
    return sign;
  };
  const postScan = async (scan: ServiceRequest) => {
    const silence = new AbortController();
    const giveUp = (message: string) => {
      gaveUp ??= { code: 'runtime-failed', message };
      silence.abort();
    };
    let isAnswered = false;
    const looks = setInterval(async () => {
      if ((await isSilent()) && !isAnswered) giveUp(silentText(address, 2 * patience.questionMs));
    }, patience.questionMs);
    const endFirst = setTimeout(() => {
      if (!hasAnswered) giveUp(neverAnsweredText(address, patience.firstScanMs));
    }, patience.firstScanMs);
    const end = setTimeout(() => giveUp(unansweredText(address, patience.scanMs)), patience.scanMs);
    try {
      const reply = await exchange(scan, silence.signal);
      hasAnswered = true;
      return reply;
    } finally {
      isAnswered = true;
      clearInterval(looks);
      clearTimeout(endFirst);
      clearTimeout(end);
    }
  };
  /** One look for all scans that failed. */
  const presence = async (): Promise<Presence> => {
    if (gaveUp !== null) return 'gone';
    look ??= lookForService(() => ask(LIFE_SIGN), patience.questionMs)
      .then((found) => {
        if (found === 'gone') gaveUp ??= { code: 'runtime-failed', message: goneText(address, patience.questionMs) };
        return found;
      })
      .finally(() => {
        look = null;
      });
    return look;
  };
  const send = async (request: ServiceRequest): Promise<Outcome<ServiceReply>> => {
    if (gaveUp !== null) return { ok: false, failure: gaveUp };
    const once = request.body ? postScan : ask;
    try {
      return succeed(
        await once(request).catch((error: unknown) =>
          kindOf(error) === 'stale' ? once(request) : Promise.reject(error),
        ),
      );
    } catch (error) {
      if (gaveUp !== null) return { ok: false, failure: gaveUp };
      if (kindOf(error) === 'silent') return fail('runtime-failed', silentText(address, patience.questionMs));
      const cause = error instanceof Error ? error.message : String(error);
      return fail('runtime-failed', `The service at ${address} gave no reply (${cause}): start it, or name another.`);
    }
  };
  return { address, send, presence, whyGivenUp: () => gaveUp, close: () => agent.destroy() };
}

function kindOf(error: unknown): BrokenOff['kind'] {
  return error instanceof BrokenOff ? error.kind : 'other';
}
