import type { ServerResponse } from 'node:http';

/**
 * Calls back once when a response has ended or its client has left: at once where that has happened already, as while a
 * key was looked up. Whoever listens for `close` alone would hear nothing any more.
 */
export function whenClosed(response: ServerResponse, listener: () => void): void {
  if (response.destroyed) listener();
  else response.once('close', listener);
}
