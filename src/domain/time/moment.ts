import { fail, type Outcome, succeed } from '../failure.ts';

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)$/i;

/** Clocks drift and time zones are set wrongly by an hour; a day ahead is a wrong date. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

/**
 * Reads a moment after ISO 8601 whose offset is given (`Z` or `±hh:mm`); the value is in UTC, to the millisecond, e.g.
 * `2026-03-01T11:30:00.000Z`. Fails with `invalid-metadata` and says whether form, calendar, offset or year is wrong.
 */
export function parseMoment(text: string, nowMs: number = Date.now()): Outcome<string> {
  const shown = JSON.stringify(text.slice(0, 40));
  const match = SHAPE.exec(text.trim());
  if (match === null) {
    return fail(
      'invalid-metadata',
      `${shown} is not a date and time of ISO 8601 with an offset: give e.g. 2026-03-01T12:30:00+01:00.`,
    );
  }
  const [, year, month, day, hour, minute, second = '0', fraction = '0', offset = 'Z'] = match;
  const fields = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields;
  // A leap second is real, but no clock of a computer has it: it counts as the last second before it.
  const localMs = Date.UTC(y, mo - 1, d, h, mi, Math.min(s, 59), Number(`${fraction}000`.slice(0, 3)));
  if (s > 60 || !isSameDayAndTime(localMs, [y, mo, d, h, mi])) {
    return fail('invalid-metadata', `${shown} is no real date and time of the calendar: check day, month and hour.`);
  }
  const offsetMinutes = offsetMinutesOf(offset);
  if (offsetMinutes === null) {
    return fail('invalid-metadata', `${shown} has an offset that no time zone has: give one from -12:00 to +14:00.`);
  }
  const utcMs = localMs - offsetMinutes * 60_000;
  if (utcMs > nowMs + MAX_AHEAD_MS) {
    return fail('invalid-metadata', `${shown} lies more than a day in the future: check the clock.`);
  }
  return succeed(new Date(utcMs).toISOString());
}

/** `Date.UTC` turns 30 February into 2 March: what comes out must be what went in. */
function isSameDayAndTime(ms: number, fields: readonly number[]): boolean {
  const date = new Date(ms);
  const found = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
  ];
  return found.every((value, i) => value === fields[i]);
}

function offsetMinutesOf(offset: string): number | null {
  if (offset.toUpperCase() === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || '0');
  const total = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  return minutes < 60 && total >= -720 && total <= 840 ? total : null;
}
