import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { listenersOf } from './every-address.ts';

/** So long a connection that this process has already may take for its next request: a client on a busy machine speaks late. */
const LAST_REQUESTS_MS = 5_000;

/**
 * Takes no more connections, so that other processes get those that come, and answers as ever what comes over those that it
 * has: a scan whose connection was dealt to this process in the last moment costs nothing. Resolves when all of them have
 * ended, or have had time to be used.
 */
export async function leaveToOthers(app: Pick<FastifyInstance, 'server'>): Promise<void> {
  const haveEnded = listenersOf(app).map(
    (listener) =>
      new Promise<void>((resolve) => {
        // That of HTTP closes connections that rest, also under a request that is on its way.
        Server.prototype.close.call(listener, () => resolve());
      }),
  );
  await Promise.race([Promise.all(haveEnded), sleep(LAST_REQUESTS_MS)]);
}
