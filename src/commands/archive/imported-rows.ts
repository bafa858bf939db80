import { type ArchivedKind, checked } from './archived-kinds.ts';
import type { PartName } from './manifest.ts';
import type { ExpectedReportFiles } from './report-files.ts';
import { ReportLineSchema } from './report-lines.ts';

/** How many rows of each file of an archive. */
export type RowCounts = Record<PartName, number>;

/** Of none yet. */
export function noRows(): RowCounts {
  return {
    'scans.jsonl': 0,
    'screenings.jsonl': 0,
    'inspections.jsonl': 0,
    'technologies.jsonl': 0,
    'reports.jsonl': 0,
    'pictures.jsonl': 0,
  };
}

/** The same by what the rows are; technologies are no rows of their own. */
export function countsByKind(parts: RowCounts) {
  return {
    scans: parts['scans.jsonl'],
    screenings: parts['screenings.jsonl'],
    inspections: parts['inspections.jsonl'],
    pictures: parts['pictures.jsonl'],
    reports: parts['reports.jsonl'],
  };
}

/** The rows that some lines of a file hold; `first` is the number of the first one. Throws `BrokenArchive`. */
export function rowsOf<Row>(
  { part, rowOf }: ArchivedKind<Row>,
  lines: readonly unknown[],
  first: number,
): readonly Row[] {
  return lines.map((line, index) => rowOf(line, whereIs(part, first + index)));
}

/** The place of a line in words, as a message begins. */
export function whereIs(part: PartName, line: number): string {
  return `${part}, line ${line},`;
}

/** Has the files expected that some lines of reports name. Throws `BrokenArchive`. */
export function nameReportFiles(expected: ExpectedReportFiles, lines: readonly unknown[], first: number): void {
  for (const [index, line] of lines.entries()) {
    expected.name(checked(ReportLineSchema, line, whereIs('reports.jsonl', first + index)));
  }
}
