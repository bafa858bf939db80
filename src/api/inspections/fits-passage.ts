import type { Inspection } from '../../domain/comparison/inspection.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Passage } from '../../records/inspections/passages.ts';

/** Clocks of scanners and of offices differ, and time zones are set wrongly by an hour. */
const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1000;

/**
 * Holds an inspection against the scan that it is of: it came after the container had passed, and each box lies within
 * a view of the scan. Fails with `invalid-inspection`.
 */
export function fitsPassage({ inspectedAt, boxes }: Inspection, { passedAt, views }: Passage): Outcome<void> {
  if (Date.parse(inspectedAt) < passedAt - CLOCK_TOLERANCE_MS) {
    const passed = new Date(passedAt).toISOString();
    const message = `The inspection of ${inspectedAt} lies more than a day before the container passed, at ${passed}: check the date, and that the scan is the right one.`;
    return fail('invalid-inspection', message);
  }
  for (const { view: name, box } of boxes) {
    const view = views.find((candidate) => candidate.name === name);
    if (view === undefined) {
      const known = views.map((candidate) => candidate.name).join(', ') || 'none, it was not screened yet';
      const message = `The inspection has a box on the view ${JSON.stringify(name)}, which the scan has not; its views are: ${known}.`;
      return fail('invalid-inspection', message);
    }
    if (box.x + box.width > view.widthPx || box.y + box.height > view.heightPx) {
      const message = `The inspection has a box that leaves the view ${name}, which has ${view.widthPx} × ${view.heightPx} pixels.`;
      return fail('invalid-inspection', message);
    }
  }
  return succeed(undefined);
}
