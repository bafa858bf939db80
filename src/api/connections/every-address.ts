import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { Server as TlsServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { errorCode } from '../../domain/language/error-code.ts';

/** Where a service is to listen, and how an address of it is told. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly textOf: (url: string) => string;
}

/** The name that leads to an address of each family: clients may come over either. */
const LOCAL_NAME = 'localhost';
/** Of a family that this machine does not have. */
const ABSENT: readonly (string | null)[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** What listens for a server beside itself. */
const besides = new WeakMap<Server, readonly Server[]>();

/** All that listens for the application: its server, and what hands over to it. */
export function listenersOf({ server }: Pick<FastifyInstance, 'server'>): readonly Server[] {
  return [server, ...(besides.get(server) ?? [])];
}

/**
 * Listens on an address, or on all that `localhost` leads to. Whichever a connection came over, it is one of the
 * application's only server, with its limits, its answers and its TLS: Fastify by itself would make a second server, which
 * lacks what was added to the first. Gives the address that was listened on first.
 */
export async function listenOnEveryAddress(
  app: Pick<FastifyInstance, 'server' | 'listen' | 'log'>,
  { host, port, textOf }: ListenOptions,
  addressesOf = addressesOfName,
): Promise<string> {
  const [first = host, ...others] = host.toLowerCase() === LOCAL_NAME ? await addressesOf(host) : [];
  const url = await app.listen({ host: first, port, listenTextResolver: textOf });
  const bound = app.server.address();
  for (const other of others) {
    // As servers of HTTP and of HTTPS are made: who has nothing more to say over HTTP may still listen.
    const ways = { noDelay: true, allowHalfOpen: !(app.server instanceof TlsServer) };
    const listener = createServer(ways, (socket) => void app.server.emit('connection', socket));
    // Where any free port was asked for, it is the one that was found.
    listener.listen({ host: other, port: typeof bound === 'object' && bound !== null ? bound.port : port });
    try {
      await once(listener, 'listening');
    } catch (error) {
      if (ABSENT.includes(errorCode(error))) continue;
      throw error;
    }
    besides.set(app.server, [...(besides.get(app.server) ?? []), listener]);
    const named = new URL(url);
    named.hostname = other.includes(':') ? `[${other}]` : other;
    app.log.info(textOf(named.origin));
  }
  return url;
}

/** Closes what listens beside the server with it, when what came over it has been answered. */
export function closeListenersBeside(app: FastifyInstance): void {
  app.addHook('onClose', async () => {
    const [, ...others] = listenersOf(app);
    const closed = others.map((listener) => new Promise((resolve) => listener.close(resolve)));
    // The server closes those that rest when it is closed itself, which is after this.
    app.server.closeIdleConnections();
    await Promise.all(closed);
  });
}

async function addressesOfName(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}
