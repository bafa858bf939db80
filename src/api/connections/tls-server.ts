import { createServer } from 'node:https';
import type { FastifyServerFactory } from 'fastify';
import type { TlsCredentials } from '../../domain/network/tls-credentials.ts';

export interface TlsServerLimits {
  readonly requestTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly connectionTimeoutMs: number;
}

/** Makes the server that answers HTTPS; Fastify leaves the limits of a server that it did not make itself alone. */
export function tlsServerFactory({ cert, key }: TlsCredentials, limits: TlsServerLimits): FastifyServerFactory {
  return (handler) => {
    const server = createServer(
      {
        cert,
        key,
        requestTimeout: limits.requestTimeoutMs,
        headersTimeout: limits.headersTimeoutMs,
        // Else a connection that says nothing is kept for minutes: the limit of headers begins after the handshake.
        handshakeTimeout: limits.headersTimeoutMs,
        keepAliveTimeout: limits.keepAliveTimeoutMs,
        // The application says it as a problem.
        requireHostHeader: false,
      },
      handler,
    );
    // A handshake that failed or does not end carries no answer: what is written into it waits for ever, and a stop with it.
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    server.setTimeout(limits.connectionTimeoutMs);
    return server;
  };
}
