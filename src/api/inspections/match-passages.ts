import { groupBy } from '../../domain/group-by.ts';
import type { InspectionToRecord } from '../../records/inspections.ts';
import type { NumberedPassage } from '../../records/passages.ts';
import type { ListedInspection, RowProblem } from './listed-inspection.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface MatchedInspections {
  readonly matched: readonly InspectionToRecord[];
  /** Rows that are of no scan, of more than one, or of the same as another row. */
  readonly problems: readonly RowProblem[];
}

/**
 * Finds the scan that each row is of: the last passage of its container before it was inspected, within so many days. A
 * date alone does not say which of two passages on that day was opened.
 */
export function matchPassages(
  rows: readonly ListedInspection[],
  passages: readonly NumberedPassage[],
  days: number,
): MatchedInspections {
  const byNumber = groupBy(passages, ({ containerNumber }) => containerNumber);
  const problems: RowProblem[] = [];
  const found: { readonly row: ListedInspection; readonly passage: NumberedPassage }[] = [];
  for (const row of rows) {
    const { earliestMs, latestMs } = row.inspected;
    const candidates = (byNumber.get(row.containerNumber) ?? [])
      .filter(({ passedAt }) => passedAt <= latestMs && passedAt >= earliestMs - days * DAY_MS)
      .toSorted((a, b) => b.passedAt - a.passedAt);
    const [passage, before] = candidates;
    if (passage === undefined) {
      const when = new Date(latestMs).toISOString();
      problems.push({
        line: row.line,
        reason: `no scan of ${row.containerNumber} is on record from the ${days} days before ${when}`,
      });
    } else if (before !== undefined && before.passedAt >= earliestMs) {
      problems.push({
        line: row.line,
        reason: `${row.containerNumber} was scanned more than once that day: give the time, too`,
      });
    } else {
      found.push({ row, passage });
    }
  }
  const ofScan = groupBy(found, ({ passage }) => passage.scanId);
  const matched: InspectionToRecord[] = [];
  for (const { row, passage } of found) {
    const others = (ofScan.get(passage.scanId) ?? []).filter((other) => other.row !== row);
    if (others.length === 0) {
      matched.push({ scanId: passage.scanId, inspection: inspectionOf(row, passage) });
      continue;
    }
    const lines = others.map((other) => other.row.line).join(', ');
    problems.push({ line: row.line, reason: `line ${lines} is of the same scan: leave one of them` });
  }
  return { matched, problems: problems.toSorted((a, b) => a.line - b.line) };
}

/** Of a date alone, the first moment that it can have been: after the passage, on that day. */
function inspectionOf({ outcome, selectedBy, category, inspected }: ListedInspection, { passedAt }: NumberedPassage) {
  const inspectedAtMs = Math.min(inspected.latestMs, Math.max(inspected.earliestMs, passedAt));
  return { outcome, selectedBy, category, boxes: [], inspectedAt: new Date(inspectedAtMs).toISOString() };
}
