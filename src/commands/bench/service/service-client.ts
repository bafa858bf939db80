import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { errorCode } from '../../../domain/error-code.ts';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';

/** What is asked of a service; a body makes it a POST. */
export interface ServiceRequest {
  readonly path: string;
  readonly body?: { readonly contentType: string; readonly bytes: Buffer };
}

export interface ServiceReply {
  readonly status: number;
  /** Whole seconds after which a refusal asks to come again; null where it does not say. */
  readonly retryAfterSeconds: number | null;
  readonly body: Buffer;
}

/** A running service. Connections are kept, and as many are opened as requests are under way. */
export interface ServiceClient {
  readonly address: string;
  /** Any status is a reply. Fails with `runtime-failed` where the service cannot be reached or breaks off. */
  readonly send: (request: ServiceRequest) => Promise<Outcome<ServiceReply>>;
  readonly close: () => void;
}

/** Longer than any deadline of the service: who is silent for so long is gone. */
const SILENCE_MS = 660_000;

/** `key` goes with every request; null where the service has none. */
export function serviceClient(address: string, key: string | null = null): ServiceClient {
  const base = new URL(address);
  const isSecure = base.protocol === 'https:';
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const open = isSecure ? httpsRequest : httpRequest;
  const send = async (request: ServiceRequest): Promise<Outcome<ServiceReply>> => {
    const exchange = () => {
      const { path, body } = request;
      const headers = {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body && { 'content-type': body.contentType, 'content-length': body.bytes.length }),
      };
      const sent = open(new URL(path, base), { agent, method: body ? 'POST' : 'GET', headers });
      sent.setTimeout(SILENCE_MS, () => sent.destroy(new Error(`silent for ${SILENCE_MS / 1000} s`)));
      sent.end(body?.bytes);
      return reply(sent);
    };
    try {
      return succeed(await exchange().catch((error: unknown) => (isStale(error) ? exchange() : Promise.reject(error))));
    } catch (error) {
      const cause = error instanceof Exchange ? error.message : String(error);
      return fail('runtime-failed', `The service at ${address} gave no reply (${cause}): start it, or name another.`);
    }
  };
  return { address, send, close: () => agent.destroy() };
}

/** An exchange that broke off. */
class Exchange extends Error {
  readonly isStale: boolean;
  constructor(message: string, isStale: boolean) {
    super(message);
    this.isStale = isStale;
  }
}

/** A kept connection that the service closed while the request was on its way: nothing was worked on, it may be sent anew. */
function isStale(error: unknown): boolean {
  return error instanceof Exchange && error.isStale;
}

function reply(sent: ClientRequest): Promise<ServiceReply> {
  return new Promise((resolve, reject) => {
    // A refusal may come, and the connection close, before the whole body was sent: an error after the reply is none.
    sent.on('error', (error) => {
      const code = errorCode(error);
      const isReset = code === 'ECONNRESET' || code === 'EPIPE';
      reject(new Exchange(error.message || (code ?? 'unknown'), sent.reusedSocket && isReset));
    });
    sent.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => reject(new Exchange(error.message, false)));
      response.on('end', () => {
        const seconds = Number(response.headers['retry-after']);
        const retryAfterSeconds = Number.isFinite(seconds) ? seconds : null;
        resolve({ status: response.statusCode ?? 0, retryAfterSeconds, body: Buffer.concat(chunks) });
      });
    });
  });
}
