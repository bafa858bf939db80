import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Requester } from '../../domain/service/requester.ts';
import type { Records } from '../../records/open-records.ts';
import type { JudgedScreenings } from '../../records/scans/judged-screenings.ts';
import { keepInspections } from './keep-inspections.ts';
import type { RowProblem } from './listed-inspection.ts';
import { matchPassages } from './match-passages.ts';
import { readInspectionCsv } from './read-csv.ts';

export interface ImportOptions {
  /** How many days before its inspection a container may have been scanned. */
  readonly days: number;
  /** Of dates without an offset, e.g. `+01:00` or `Z`. */
  readonly utcOffset: string;
  /** Rows that are of no scan, or not clearly of one, are left out; else they keep back the whole list. */
  readonly skipUnmatched: boolean;
  /** Says what would happen, and writes nothing. */
  readonly dryRun: boolean;
}

/** `refused`: nothing was written, because of the problems. */
export interface ImportReport {
  readonly state: 'imported' | 'refused' | 'dry-run';
  readonly rows: number;
  /** Rows whose scan was found. */
  readonly matched: number;
  readonly recorded: number;
  readonly corrected: number;
  readonly unchanged: number;
  readonly problems: readonly RowProblem[];
}

export interface Imported {
  readonly report: ImportReport;
  /** The problems keep back the list, or would without `dryRun`. */
  readonly isRefused: boolean;
  readonly judged: readonly JudgedScreenings[];
}

/**
 * Puts a list of inspections on record, in one transaction: the whole of it, or nothing. Fails with
 * `invalid-inspection` where the text is no such list, and with `records-unavailable`.
 */
export async function importInspections(
  records: Pick<Records, 'commit' | 'passages'>,
  csv: string,
  requester: Pick<Requester, 'keyId' | 'port'>,
  { days, utcOffset, skipUnmatched, dryRun }: ImportOptions,
): Promise<Outcome<Imported>> {
  const read = await readInspectionCsv(csv, utcOffset);
  if (!read.ok) return read;
  const numbers = [...new Set(read.value.rows.map(({ containerNumber }) => containerNumber))];
  const passages = await records.passages.ofContainers(numbers, requester.port);
  if (!passages.ok) return passages;
  const { matched, problems } = await matchPassages(read.value.rows, passages.value, days);

  const isRefused = read.value.problems.length > 0 || (problems.length > 0 && !skipUnmatched);
  const report = {
    rows: read.value.rows.length + read.value.problems.length,
    matched: matched.length,
    problems: [...read.value.problems, ...problems].toSorted((a, b) => a.line - b.line),
    recorded: 0,
    corrected: 0,
    unchanged: 0,
  };
  if (dryRun || isRefused) {
    return succeed({ report: { ...report, state: dryRun ? 'dry-run' : 'refused' }, isRefused, judged: [] });
  }

  const kept = await keepInspections(records, matched, requester);
  if (!kept.ok) return kept;
  const { changes, judged } = kept.value;
  const count = (what: string) => changes.filter((change) => change === what).length;
  const counts = { recorded: count('recorded'), corrected: count('corrected'), unchanged: count('unchanged') };
  return succeed({ report: { ...report, ...counts, state: 'imported' }, isRefused, judged });
}
