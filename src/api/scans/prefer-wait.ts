import type { FastifyReply } from 'fastify';
import type { Deadline } from './deadline.ts';
import { preferencesIn } from './preferences.ts';

const MAX_WAIT_SECONDS = 600;

/**
 * Until when an answer may come to a request whose body had arrived whole at `wholeAt`: as `Prefer` asks for, and then the
 * reply says that it was granted, or after `defaultMs`.
 */
export function grantWait(
  reply: FastifyReply,
  prefer: string | string[] | undefined,
  { wholeAt, defaultMs }: { readonly wholeAt: number; readonly defaultMs: number },
): Deadline {
  const waitSeconds = waitSecondsIn(prefer);
  if (waitSeconds !== null) reply.header('preference-applied', `wait=${waitSeconds}`);
  const ms = waitSeconds === null ? defaultMs : waitSeconds * 1000;
  return { at: wholeAt + ms, ms };
}

/**
 * The seconds in a `Prefer: wait=SECONDS` header (RFC 7240), at most 600, or null where there is none. Preferences that
 * are not understood, `respond-async` among them, are ignored as the RFC asks.
 */
export function waitSecondsIn(prefer: string | string[] | undefined): number | null {
  for (const preference of preferencesIn(prefer)) {
    const match = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(;.*)?$/i.exec(preference);
    if (match !== null) return Math.min(Number(match[1]), MAX_WAIT_SECONDS);
  }
  return null;
}
