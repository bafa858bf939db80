import { appendAudit } from '../../records/access/audit.ts';
import { lockOrder } from '../../records/lock-order.ts';
import type { Records } from '../../records/open-records.ts';
import { refreshStatistics } from '../../records/refresh-statistics.ts';
import { lockScans } from '../../records/scans/lock-scans.ts';
import {
  type ArchivedKind,
  compareWithRecords,
  INSPECTIONS,
  PICTURES,
  REPORTS,
  SCANS,
  SCREENINGS,
} from './archived-kinds.ts';
import { available, conflictOver, missesReportFile, pictureIsGone, written } from './import-failure.ts';
import { countsByKind, nameReportFiles, noRows, type RowCounts, rowsOf } from './imported-rows.ts';
import { expectReportFiles } from './report-files.ts';
import { walkArchive } from './walk-archive.ts';

/**
 * Writes what of a checked archive is not on record, and gives how much that was. The audit trail tells of it before the
 * first row and after the last one: rows of an import that broke off are accounted for.
 */
export async function writeArchive(records: Records, path: string, held: RowCounts): Promise<RowCounts> {
  await note(records, 'records.import.begin', held);
  const added = noRows();
  const reportFiles = expectReportFiles();
  const insert = async <Row extends object>(kind: ArchivedKind<Row>, lines: readonly unknown[], first: number) => {
    const rows = rowsOf(kind, lines, first);
    added[kind.part] += await written(records, async (transaction) => {
      // The service may be at the same scans: what is compared must stay so until it is written.
      const there = await lockScans(transaction, [...new Set(rows.map(kind.ownerOf))]);
      // What is not there cannot be held: another import may be about to write the same.
      if (!kind.isOfScan) await lockOrder(transaction);
      // Who deletes a scan while it is imported does not want the rest of it either.
      const wanted = kind.isOfScan ? rows.filter((row) => there.has(kind.ownerOf(row))) : rows;
      const { missing, conflict } = await compareWithRecords(transaction, kind, wanted);
      if (conflict !== null) throw conflictOver(conflict);
      await kind.insert(transaction, missing);
      return missing.length;
    });
    // Else the next rows are compared with all that came before them, each time.
    if (first === 1) await available(records, () => refreshStatistics(records.db, kind.table));
  };
  await walkArchive(path, {
    async lines(part, lines, first) {
      if (part === 'scans.jsonl') return insert(SCANS, lines, first);
      if (part === 'screenings.jsonl') return insert(SCREENINGS, lines, first);
      if (part === 'inspections.jsonl') return insert(INSPECTIONS, lines, first);
      if (part === 'reports.jsonl') {
        nameReportFiles(reportFiles, lines, first);
        return insert(REPORTS, lines, first);
      }
      if (part !== 'pictures.jsonl') return;
      for (const { sha256, bytes } of rowsOf(PICTURES, lines, first)) {
        if (await available(records, () => records.pictureStore.hold(sha256, bytes))) continue;
        throw pictureIsGone();
      }
      return insert(PICTURES, lines, first);
    },
    async reportFile(path, byteCount, body) {
      const one = await reportFiles.read(path, byteCount, body);
      if (!(await missesReportFile(records, one))) return;
      await available(records, () => records.reportFiles.write(one.id, one.file, one.bytes));
    },
    async image(sha256, byteCount, body) {
      const bytes = new Uint8Array(byteCount);
      let at = 0;
      for await (const piece of body) {
        bytes.set(piece, at);
        at += piece.length;
      }
      await available(records, () => records.pictureStore.put(sha256, bytes));
    },
  });
  await note(records, 'records.import', added);
  for (const { table } of [SCANS, SCREENINGS, INSPECTIONS, PICTURES, REPORTS]) {
    await available(records, () => refreshStatistics(records.db, table));
  }
  return added;
}

async function note(records: Records, action: string, parts: RowCounts): Promise<void> {
  const entry = { at: Date.now(), actor: null, action, subject: null, details: countsByKind(parts) };
  await written(records, (transaction) => appendAudit(transaction, entry));
}
