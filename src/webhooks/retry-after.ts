/** A receiver that is wrong about the time, or means to be rid of events, silences nothing for longer. */
const LONGEST_MS = 6 * 3_600_000;

/**
 * For how long a receiver asks to be left alone in `Retry-After`, in seconds or as a date (RFC 9110); six hours at most,
 * null where it asks for nothing that can be read. `nowMs` is the time of day.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  // Only the form of HTTP: what else is taken for a date differs from engine to engine.
  const dateMs = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : dateMs - nowMs;
  return ms > 0 ? Math.min(ms, LONGEST_MS) : null;
}
