import type { ClientRequest, IncomingMessage } from 'node:http';
import { errorCode } from '../../../domain/language/error-code.ts';

export interface ServiceReply {
  readonly status: number;
  /** Whole seconds after which a refusal asks to come again; null where it does not say. */
  readonly retryAfterSeconds: number | null;
  readonly body: Buffer;
}

/** An exchange that ended without a whole reply. */
export class BrokenOff extends Error {
  /** Stale: a kept connection that the service closed while the request was on its way; nothing was worked on. */
  readonly kind: 'stale' | 'silent' | 'other';
  constructor(message: string, kind: BrokenOff['kind']) {
    super(message);
    this.kind = kind;
  }
}

/**
 * The reply to a request that is on its way. Rejects with `BrokenOff`.
 *
 * @param silence ends it, because the reply is too long in coming.
 */
export function hearReply(sent: ClientRequest, silence: AbortSignal): Promise<ServiceReply> {
  return new Promise((resolve, reject) => {
    silence.addEventListener('abort', () => {
      reject(new BrokenOff('silent', 'silent'));
      sent.destroy();
    });
    // A refusal may come, and the connection close, before the whole body was sent: an error after the reply is none.
    sent.on('error', (error) => {
      const code = errorCode(error);
      const isStale = sent.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE');
      reject(new BrokenOff(error.message || (code ?? 'unknown'), isStale ? 'stale' : 'other'));
    });
    sent.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => reject(new BrokenOff(error.message, 'other')));
      response.on('end', () => {
        const seconds = Number(response.headers['retry-after']);
        const retryAfterSeconds = Number.isFinite(seconds) ? seconds : null;
        resolve({ status: response.statusCode ?? 0, retryAfterSeconds, body: Buffer.concat(chunks) });
      });
    });
  });
}
