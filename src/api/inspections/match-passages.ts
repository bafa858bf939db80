import { groupBy } from '../../domain/language/group-by.ts';
import { inTurns } from '../../domain/language/in-turns.ts';
import { inChunks } from '../../records/in-chunks.ts';
import type { InspectionToRecord } from '../../records/inspections/inspections.ts';
import type { NumberedPassage } from '../../records/inspections/passages.ts';
import type { ListedInspection, RowProblem } from './listed-inspection.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Of the rows of one scan, in the problem of each of them. */
const NAMED_LINES = 5;

export interface MatchedInspections {
  readonly matched: readonly InspectionToRecord[];
  /** Rows that are of no scan, of more than one, or of the same as another row. */
  readonly problems: readonly RowProblem[];
}

/**
 * Finds the scan that each row is of: the last passage of its container before it was inspected, within so many days. A
 * date alone does not say which of two passages on that day was opened. Other work has its turns meanwhile.
 */
export async function matchPassages(
  rows: readonly ListedInspection[],
  passages: readonly NumberedPassage[],
  days: number,
): Promise<MatchedInspections> {
  const newestFirst = passages.toSorted((a, b) => b.passedAt - a.passedAt);
  const byNumber = groupBy(newestFirst, ({ containerNumber }) => containerNumber);
  const problems: RowProblem[] = [];
  const found: { readonly row: ListedInspection; readonly passage: NumberedPassage }[] = [];
  for await (const some of inTurns(inChunks(rows))) {
    for (const row of some) {
      const passage = passageOf(row, byNumber.get(row.containerNumber) ?? [], days);
      if (typeof passage === 'string') problems.push({ line: row.line, reason: passage });
      else found.push({ row, passage });
    }
  }
  const ofScan = groupBy(found, ({ passage }) => passage.scanId);
  const matched: InspectionToRecord[] = [];
  for await (const some of inTurns(inChunks(found))) {
    for (const { row, passage } of some) {
      const all = ofScan.get(passage.scanId) ?? [];
      if (all.length === 1) matched.push({ scanId: passage.scanId, inspection: inspectionOf(row, passage) });
      else problems.push({ line: row.line, reason: whyNotAlone(row, all) });
    }
  }
  return { matched, problems: problems.toSorted((a, b) => a.line - b.line) };
}

/** The passage that a row is of, or why there is none. */
function passageOf(
  { containerNumber, inspected: { earliestMs, latestMs } }: ListedInspection,
  newestFirst: readonly NumberedPassage[],
  days: number,
): NumberedPassage | string {
  const last = newestFirst.findIndex(({ passedAt }) => passedAt <= latestMs);
  const [passage, before] = last < 0 ? [] : newestFirst.slice(last, last + 2);
  if (passage === undefined || passage.passedAt < earliestMs - days * DAY_MS) {
    const when = new Date(latestMs).toISOString();
    return `no scan of ${containerNumber} is on record from the ${days} days before ${when}`;
  }
  if (before !== undefined && before.passedAt >= earliestMs) {
    return `${containerNumber} was scanned more than once that day: give the time, too`;
  }
  return passage;
}

/** Names some of the others only: a list may have every row of the same scan, and each of them is told. */
function whyNotAlone(row: ListedInspection, all: readonly { readonly row: ListedInspection }[]): string {
  const others = all.slice(0, NAMED_LINES + 1).filter((other) => other.row !== row);
  const lines = others.slice(0, NAMED_LINES).map((other) => other.row.line);
  const more = all.length - 1 - lines.length;
  const named =
    lines.length === 1 ? `line ${lines[0]} is` : `lines ${lines.join(', ')}${more > 0 ? ` and ${more} more` : ''} are`;
  return `${named} of the same scan: leave one of them`;
}

/** Of a date alone, the first moment that it can have been: after the passage, on that day. */
function inspectionOf({ outcome, selectedBy, category, inspected }: ListedInspection, { passedAt }: NumberedPassage) {
  const inspectedAtMs = Math.min(inspected.latestMs, Math.max(inspected.earliestMs, passedAt));
  return { outcome, selectedBy, category, boxes: [], inspectedAt: new Date(inspectedAtMs).toISOString() };
}
