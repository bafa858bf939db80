import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** So long after it stopped listening the service waits for the first byte of a connection. */
const FIRST_WORD_MS = 500;

/** One connection, as itself and as what speaks TLS over it: both have the same other end. */
interface Connection {
  socket: Socket;
  requests: number;
}

/**
 * Closes connections that nobody uses, where they are in the way: the one that is unused for longest when there are more
 * than `most`, first of those that never asked anything, and these all when the service stops. Else they would hold the
 * files that a process may have open, and scans would find the door shut; and Node waits for a connection without a word
 * as for one that speaks. One that was made in the last moment before the stop has time for its request; one whose answer
 * ends after it, as a stream of events does, ends with that.
 */
export function closeUnusedConnections(app: FastifyInstance, most: number): void {
  const all = new Map<string, Connection>();
  // Sets keep the order in which connections came to be unused.
  const silent = new Set<string>();
  const resting = new Set<string>();
  let isStopping = false;

  function close(key: string): void {
    all.get(key)?.socket.destroy();
    forget(key);
  }

  function forget(key: string): void {
    all.delete(key);
    silent.delete(key);
    resting.delete(key);
  }

  function watch(socket: Socket): void {
    const key = otherEnd(socket);
    if (key === null) return;
    const known = all.get(key);
    const connection = known ?? { socket, requests: 0 };
    connection.socket = socket;
    socket.once('close', () => {
      if (all.get(key) === connection && connection.socket === socket) forget(key);
    });
    if (known !== undefined) return;
    if (all.size >= most) {
      const [first] = silent.size > 0 ? silent : resting;
      if (first === undefined) {
        // All are at work: to refuse this one is better than to fail at what they need.
        socket.destroy();
        return;
      }
      close(first);
    }
    all.set(key, connection);
    silent.add(key);
  }

  app.server.on('connection', watch);
  app.server.on('secureConnection', watch);
  app.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const key = otherEnd(socket);
    const connection = key === null ? undefined : all.get(key);
    if (key === null || connection === undefined) return;
    connection.requests += 1;
    silent.delete(key);
    resting.delete(key);
    response.once('close', () => {
      connection.requests -= 1;
      if (connection.requests > 0 || all.get(key) !== connection) return;
      if (isStopping) connection.socket.destroySoon();
      else resting.add(key);
    });
  });
  function closeSilent(): void {
    for (const key of [...silent]) if (all.get(key)?.socket.bytesRead === 0) close(key);
  }

  app.addHook('preClose', async () => {
    isStopping = true;
    // A timer may be late, and what came meanwhile is not read yet: it is before the next immediate.
    setTimeout(() => setImmediate(closeSilent), FIRST_WORD_MS);
  });
}

/** Null where the connection is gone already. */
function otherEnd({ remoteAddress, remotePort }: Socket): string | null {
  return remotePort === undefined ? null : `${remoteAddress} ${remotePort}`;
}
