const DAY_MS = 86_400_000;
const MAX_DAYS = 36_500;

/**
 * Reads when something ends: days from now (`90d`), or a date of ISO 8601, at whose beginning in UTC it ends, or a moment
 * with its zone. Gives milliseconds since 1970, or null where it is none of these or has passed.
 */
export function parseExpiry(text: string, now: number): number | null {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  if (days !== undefined) {
    const count = Number(days);
    return count >= 1 && count <= MAX_DAYS ? now + count * DAY_MS : null;
  }
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null;
  const moment = Date.parse(text);
  // JavaScript reads the 30th of February as the 2nd of March.
  const isDay =
    Number.isFinite(moment) && new Date(`${text.slice(0, 10)}T00:00Z`).toISOString().startsWith(text.slice(0, 10));
  return isDay && moment > now ? moment : null;
}
