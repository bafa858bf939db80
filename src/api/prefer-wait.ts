const MAX_WAIT_SECONDS = 600;

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
