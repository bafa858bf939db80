import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { brokenHttpSentence } from './broken-http-sentence.ts';
import { answerOf } from './errors.ts';

/** What Node tells of HTTP that it could not read. */
interface BrokenHttp extends NodeJS.ErrnoException {
  readonly reason?: unknown;
  readonly rawPacket?: unknown;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The last request of each connection: what is broken may be its body, or what follows while its answer is due. */
const exchanges = new WeakMap<Socket, Exchange>();
/** Connections that end with the answer that is due. */
const ending = new WeakSet<Socket>();

/** Remembers which request a connection is at, for `answerBrokenHttp`. */
export function rememberExchanges({ server }: FastifyInstance): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    exchanges.set(request.socket, { request, response });
  });
}

/**
 * What Node refuses before there is a request: broken HTTP, headers too long, headers or a body that never end. A request
 * has one answer: where it has begun, or is due for what came before, nothing is written into it.
 */
export function answerBrokenHttp(error: BrokenHttp, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { request, response } = exchanges.get(socket) ?? {};
  const isItsBody = request?.complete === false;
  if (isItsBody && response?.headersSent) {
    socket.destroySoon();
    return;
  }
  if (!isItsBody && response !== undefined && !response.writableFinished) {
    if (!ending.has(socket)) response.once('close', () => socket.destroySoon());
    ending.add(socket);
    return;
  }

  const address = isItsBody ? request.url : addressIn(error.rawPacket);
  const failure = { code: 'malformed-request', message: brokenHttpSentence(error.code, error.reason) } as const;
  const { status, mediaType, body } = answerOf(failure, address ?? '');
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${mediaType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** The address in the last line of a packet that begins a request: what follows it is broken. */
function addressIn(packet: unknown): string | null {
  if (!Buffer.isBuffer(packet)) return null;
  return [...packet.toString('latin1').matchAll(/^[A-Z]+ (\/\S*) HTTP\//gm)].at(-1)?.[1] ?? null;
}
