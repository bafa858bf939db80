import { fail, type Outcome, succeed } from '../domain/failure.ts';

/** From when to when, in milliseconds since 1970; `to` is not included. */
export interface Period {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Reads the bounds of a query, which its schema has found to be dates and times. Fails with `malformed-request` where one
 * is none that a computer's clock can show, such as a leap second, or where the
 * period ends before it begins.
 */
export function readPeriod({ from, to }: { readonly from?: string; readonly to?: string }): Outcome<Period> {
  for (const [name, text] of Object.entries({ from, to })) {
    if (text === undefined || !Number.isNaN(Date.parse(text))) continue;
    const message = `The query parameter ${name} is no moment that can be counted: give e.g. 2026-03-01T00:00:00Z.`;
    return fail('malformed-request', message);
  }
  if (from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to)) {
    return fail('malformed-request', 'The period ends before it begins: from must not be later than to.');
  }
  return succeed({
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
  });
}
