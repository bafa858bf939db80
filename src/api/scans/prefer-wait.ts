import type { FastifyReply } from 'fastify';

const MAX_WAIT_SECONDS = 600;

/** How long an answer may take in ms: what `Prefer` asks for, and then the reply says that it was granted, or `defaultMs`. */
export function grantWait(reply: FastifyReply, prefer: string | string[] | undefined, defaultMs: number): number {
  const waitSeconds = waitSecondsIn([prefer ?? ''].flat().join(','));
  if (waitSeconds === null) return defaultMs;
  reply.header('preference-applied', `wait=${waitSeconds}`);
  return waitSeconds * 1000;
}

/**
 * The seconds in a `Prefer: wait=SECONDS` header (RFC 7240), at most 600, or null where there is none. Preferences that
 * are not understood, `respond-async` among them, are ignored as the RFC asks.
 */
export function waitSecondsIn(prefer: string): number | null {
  for (const preference of prefer.split(',')) {
    const match = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(;.*)?$/i.exec(preference);
    if (match !== null) return Math.min(Number(match[1]), MAX_WAIT_SECONDS);
  }
  return null;
}
