import type { Records } from '../../records/open-records.ts';
import {
  type ArchivedKind,
  checked,
  compareWithRecords,
  INSPECTIONS,
  PICTURES,
  REPORTS,
  SCANS,
  SCREENINGS,
} from './archived-kinds.ts';
import { createContentCheck } from './check-content.ts';
import { available, conflictOver, missesReportFile } from './import-failure.ts';
import { nameReportFiles, noRows, type RowCounts, rowsOf, whereIs } from './imported-rows.ts';
import { TechnologyLineSchema } from './lines.ts';
import { expectReportFiles } from './report-files.ts';
import { walkArchive } from './walk-archive.ts';

/** An archive that may be imported. */
export interface CheckedArchive {
  readonly held: RowCounts;
  /** What of it is not on record. */
  readonly missing: RowCounts;
}

/** Reads all of an archive and holds it to its manifest, to itself and to the records; writes nothing. */
export async function checkArchive(records: Records, path: string): Promise<CheckedArchive> {
  const missing = noRows();
  const content = createContentCheck();
  const reportFiles = expectReportFiles();
  const checkRows = async <Row extends object>(
    kind: ArchivedKind<Row>,
    check: (row: Row) => void,
    lines: readonly unknown[],
    first: number,
  ) => {
    const rows = rowsOf(kind, lines, first);
    for (const row of rows) check(row);
    const compared = await available(records, () => compareWithRecords(records.db, kind, rows));
    if (compared.conflict !== null) throw conflictOver(compared.conflict);
    missing[kind.part] += compared.missing.length;
  };
  const { parts } = await walkArchive(path, {
    async lines(part, lines, first) {
      if (part === 'scans.jsonl') return checkRows(SCANS, content.scan, lines, first);
      if (part === 'screenings.jsonl') return checkRows(SCREENINGS, content.screening, lines, first);
      if (part === 'inspections.jsonl') return checkRows(INSPECTIONS, content.inspection, lines, first);
      if (part === 'pictures.jsonl') return checkRows(PICTURES, content.picture, lines, first);
      if (part === 'reports.jsonl') {
        await checkRows(REPORTS, content.report, lines, first);
        return nameReportFiles(reportFiles, lines, first);
      }
      for (const [index, line] of lines.entries()) checked(TechnologyLineSchema, line, whereIs(part, first + index));
    },
    async reportFile(path, byteCount, body) {
      await missesReportFile(records, await reportFiles.read(path, byteCount, body));
    },
    async image(sha256, byteCount, body) {
      for await (const _piece of body);
      content.image(sha256, byteCount);
    },
  });
  content.end();
  reportFiles.end();
  const held = noRows();
  for (const { name, lines } of parts) held[name] = lines;
  return { held, missing };
}
