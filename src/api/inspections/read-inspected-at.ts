import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { parseMoment } from '../../domain/time/moment.ts';
import type { ListedInspection } from './listed-inspection.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:?\d{2})?)?$/i;
/** Day, month, year: dots leave no doubt of the order, as slashes would. */
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}:\d{2}(?::\d{2})?))?$/;

/**
 * Reads when a container was inspected as lists have it: `2026-03-01`, `2026-03-01 14:05`, the same with an offset, or
 * `1.3.2026` and `1.3.2026 14:05`. Without an offset it is that of the list, such as `+01:00`. Fails with
 * `invalid-inspection`.
 */
export function readInspectedAt(text: string, utcOffset: string): Outcome<ListedInspection['inspected']> {
  const parts = partsOf(text.trim());
  if (parts === null) {
    const message = `inspectedAt ${JSON.stringify(text.slice(0, 40))} is no date: write 2026-03-01, 2026-03-01 14:05 or 1.3.2026`;
    return fail('invalid-inspection', message);
  }
  const { date, time = '00:00', offset = utcOffset } = parts;
  const moment = parseMoment(`${date}T${time.padStart(time.lastIndexOf(':') > 2 ? 8 : 5, '0')}${offset}`);
  if (!moment.ok) return fail('invalid-inspection', `inspectedAt ${moment.failure.message.replace(/\.$/, '')}`);
  const earliestMs = Date.parse(moment.value);
  return succeed({ earliestMs, latestMs: parts.time === undefined ? earliestMs + DAY_MS - 1 : earliestMs });
}

interface Parts {
  readonly date: string;
  readonly time?: string | undefined;
  readonly offset?: string | undefined;
}

function partsOf(text: string): Parts | null {
  const iso = ISO.exec(text);
  if (iso !== null) return { date: iso[1] ?? '', time: iso[2], offset: iso[3] };
  const dotted = DOTTED.exec(text);
  if (dotted === null) return null;
  const [, day = '', month = '', year = '', time] = dotted;
  return { date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, time };
}
