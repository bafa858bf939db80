import http from 'node:http';
import https from 'node:https';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { errorCode } from '../../../domain/language/error-code.ts';
import { whyNotTrusted } from '../../../domain/network/why-not-trusted.ts';

export interface RemoteRequest {
  readonly method: 'GET' | 'POST';
  /** Below the address of the server, e.g. `/v2/health/live`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** From now to the last byte of the answer. */
  readonly deadlineMs: number;
  /** Aborted where nobody can use the answer any more: the request is broken off. */
  readonly signal?: AbortSignal | undefined;
  /** An answer that is longer is broken off; its form, which its headers tell, says how long it may be. */
  readonly answerLimitBytes: (headers: http.IncomingHttpHeaders) => number;
}

export interface RemoteReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Uint8Array<ArrayBuffer>;
  /** From the start to the last byte of the answer. */
  readonly roundTripMs: number;
  /** From the last byte handed to the network to the first byte of the answer. */
  readonly waitMs: number;
}

/** HTTP to one server, over connections that stay open between requests. */
export interface HttpConnection {
  /** Any whole answer, whatever its status. Fails with `runtime-failed` and half a sentence: why there is none. */
  request(request: RemoteRequest): Promise<Outcome<RemoteReply>>;
  close(): void;
}

/**
 * Opens connections as they are needed. Neither redirects nor proxies are followed and nothing is unpacked: scans go to
 * the address that was allowed and nowhere else, and an answer has the size that it came with.
 */
export function openHttp(address: URL, token: string | null): HttpConnection {
  const { request: open, Agent } = address.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true });
  const base = address.href.replace(/\/+$/, '');
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };

  function attempt(request: RemoteRequest, signal: AbortSignal): Promise<Attempted> {
    const { method, path, headers, body } = request;
    return new Promise((resolve) => {
      const startedAt = performance.now();
      let sentAt = startedAt;
      const outgoing = open(`${base}${path}`, {
        method,
        agent,
        signal,
        headers: {
          'accept-encoding': 'identity',
          ...(body !== undefined && { 'content-length': String(body.length) }),
          ...headers,
          ...authorization,
        },
      });
      const breakOff = (reason: string) => {
        resolve({ outcome: fail('runtime-failed', reason), isStale: false });
        outgoing.destroy();
      };
      outgoing.on('finish', () => {
        sentAt = performance.now();
      });
      outgoing.on('error', (error) => {
        // A server may close a connection that rested at the very moment it is taken up again. A run changes nothing
        // there, so it does no harm to ask once more.
        const isStale = outgoing.reusedSocket && !signal.aborted && wasClosed(error);
        resolve({ outcome: fail('runtime-failed', whyNoAnswer(error, signal, request)), isStale });
      });
      // Where nobody listens for it, Node closes the connection without a word, and not even the deadline is heard of.
      outgoing.on('upgrade', (_incoming, socket) => {
        socket.destroy();
        breakOff('answers 101, as if it were asked for another protocol');
      });
      outgoing.on('response', (incoming) => {
        const waitMs = performance.now() - sentAt;
        // What refuses may do so at once; what answers must have had all of the scan.
        if (incoming.statusCode === 200 && !outgoing.writableFinished) {
          return breakOff('answers before it was sent the whole request, so it has not looked at all of it');
        }
        const encoding = incoming.headers['content-encoding'] ?? 'identity';
        if (encoding !== 'identity') return breakOff(`answers in ${encoding}; let it answer without content encoding`);
        const answerLimitBytes = request.answerLimitBytes(incoming.headers);
        const parts: Buffer[] = [];
        let bytes = 0;
        incoming.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > answerLimitBytes)
            breakOff(`answers with more than ${answerLimitBytes} bytes, too many for this request`);
          else parts.push(part);
        });
        incoming.on('error', (error) => {
          const outcome = fail('runtime-failed', whyNoAnswer(error, signal, request));
          resolve({ outcome, isStale: false });
        });
        incoming.on('end', () => {
          const whole = Buffer.concat(parts);
          const reply = {
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Uint8Array.from(whole),
            roundTripMs: performance.now() - startedAt,
            waitMs: Math.max(0, waitMs),
          };
          resolve({ outcome: succeed(reply), isStale: false });
        });
      });
      outgoing.end(body);
    });
  }

  return {
    async request(request) {
      const deadline = AbortSignal.timeout(request.deadlineMs);
      const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
      const first = await attempt(request, signal);
      return first.isStale ? (await attempt(request, signal)).outcome : first.outcome;
    },
    close: () => agent.destroy(),
  };
}

interface Attempted {
  readonly outcome: Outcome<RemoteReply>;
  /** The connection had rested and was closed: worth one more attempt on a new one. */
  readonly isStale: boolean;
}

/** By the other end: what is sent after that fails in either way, by how much it is. */
function wasClosed(error: Error): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(errorCode(error) ?? '');
}

function whyNoAnswer(error: Error, signal: AbortSignal, request: RemoteRequest): string {
  const { method, deadlineMs } = request;
  if (request.signal?.aborted) return 'was not waited for any longer: the work was called off';
  if (signal.aborted) {
    // What a server says of itself has a deadline of its own, which no manifest sets.
    const raise = method === 'POST' ? ', or raise remote.deadlineMs (--deadline-ms of scanbench models add)' : '';
    return `gave no whole answer within ${deadlineMs} ms; see that it runs and can be reached${raise}`;
  }
  if (wasClosed(error))
    return 'closed the connection before its answer was whole; see its log, and whether its address wants https';
  const code = errorCode(error) ?? '';
  if (code.startsWith('HPE_')) {
    return `answers with what is no HTTP/1.1 (${code}); see that its address has the port on which it speaks HTTP, not gRPC`;
  }
  const distrust = whyNotTrusted(code);
  if (distrust !== null) return distrust;
  if (code === 'EPROTO')
    return `speaks no TLS 1.2 or newer (${code}); see that its address has the port on which it speaks HTTPS`;
  return `cannot be asked (${code === '' ? error.message : code}); start it, or correct its address`;
}
