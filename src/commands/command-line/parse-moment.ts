import { InvalidArgumentError } from 'commander';
import { parseMoment as readMoment } from '../../domain/time/moment.ts';

/** Reads an option that is a day, at whose beginning in UTC it stands, or a moment with its zone: milliseconds since 1970. */
export function parseMoment(text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  // Not held against the clock: a period may end in the future.
  const moment = readMoment(isDay ? `${text}T00:00Z` : text, Number.POSITIVE_INFINITY);
  if (moment.ok) return Date.parse(moment.value);
  throw new InvalidArgumentError('Give a day (UTC) such as 2026-03-01, or a moment such as 2026-03-01T08:00:00Z.');
}
