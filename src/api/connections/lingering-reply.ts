import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { answerInstead } from './continue-when-read.ts';

export interface LingerLimits {
  readonly maxBytes: number;
  readonly maxMs: number;
  /** With no byte for so long, all that the sender wrote was read: to close resets nothing, and it can read its answer. */
  readonly maxPauseMs: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** When a reply was sent that waits for the rest of the body, in milliseconds since the request; else null. */
    answeredAfterMs: number | null;
  }
}

/**
 * Lets a reply that is ready before the request's body has arrived be read by every client. The reply is sent at once
 * and whole, but its connection ends only when the rest of the body was read and thrown away: closing earlier resets the
 * connection, and a client that is still writing would see a broken pipe in place of the answer. Past the limits the
 * connection is cut after all.
 */
export function lingerOverUnreadBodies(app: FastifyInstance, limits: LingerLimits): void {
  app.decorateRequest('answeredAfterMs', null);
  app.addHook('onSend', async (request, reply, payload) => {
    if (!(typeof payload === 'string' || Buffer.isBuffer(payload)) || !hasUnreadBody(request.raw)) return payload;
    answerInstead(request.raw);
    request.answeredAfterMs = reply.elapsedTime;
    reply.header('content-length', Buffer.byteLength(payload));
    // Fastify goes on to the next hook and to the handler while a reply has not ended, whether or not it was a refusal.
    // One that waits for a sender who leaves would never end by itself.
    reply.raw.prependOnceListener('close', () => reply.raw.end());
    return Readable.from(thenWait(payload, discardRest(request.raw, limits)), { objectMode: false });
  });
}

function hasUnreadBody(request: IncomingMessage): boolean {
  const announcesBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  return announcesBody && !request.readableEnded && !request.destroyed;
}

async function* thenWait(payload: string | Buffer, discarded: Promise<void>) {
  yield typeof payload === 'string' ? Buffer.from(payload) : payload;
  await discarded;
}

/** Settles when the body has ended, the sender has left, or a limit was passed and the connection was cut. */
function discardRest(request: IncomingMessage, { maxBytes, maxMs, maxPauseMs }: LingerLimits): Promise<void> {
  return new Promise((resolve) => {
    let byteCount = 0;
    const cut = () => request.destroy();
    const timer = setTimeout(cut, maxMs);
    const pause = setTimeout(cut, maxPauseMs);
    request.on('data', (chunk: Uint8Array) => {
      byteCount += chunk.length;
      pause.refresh();
      if (byteCount > maxBytes) cut();
    });
    const finish = () => {
      clearTimeout(timer);
      clearTimeout(pause);
      resolve();
    };
    request.once('end', finish).once('close', finish);
    request.on('error', finish);
    request.resume();
  });
}
