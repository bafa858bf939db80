import type { Static, TSchema } from 'typebox';
import { conforms } from '../../domain/language/conforms.ts';
import { schemaError } from '../../formats/schema-error.ts';
import { insertArchivedReports, reportsOf } from '../../records/archive/archived-reports.ts';
import {
  type ArchivedInspectionRow,
  type ArchivedScanRow,
  type ArchivedScreeningRow,
  inspectionsOf,
  picturesOf,
  scansOf,
  screeningsOf,
} from '../../records/archive/archived-rows.ts';
import {
  insertArchivedInspections,
  insertArchivedPictures,
  insertArchivedScans,
  insertArchivedScreenings,
} from '../../records/archive/insert-archived.ts';
import type { Records } from '../../records/open-records.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';
import type { PicturesTable } from '../../records/tables.ts';
import {
  InspectionLineSchema,
  inspectionRowOf,
  PictureLineSchema,
  pictureRowOf,
  ScanLineSchema,
  ScreeningLineSchema,
  scanRowOf,
  screeningRowOf,
} from './lines.ts';
import type { PartName } from './manifest.ts';
import { ReportLineSchema, reportRowOf } from './report-lines.ts';
import { BrokenArchive } from './tar.ts';

type Transaction = Parameters<Parameters<Records['commit']['write']>[0]>[0];

/** How the rows of one kind come out of lines, are found on record, and are written. */
export interface ArchivedKind<Row> {
  readonly part: PartName;
  /** Where its rows are on record. */
  readonly table: 'scans' | 'screenings' | 'inspections' | 'pictures' | 'reports';
  /** Throws `BrokenArchive` for a line that is none of this kind. */
  readonly rowOf: (line: unknown, where: string) => Row;
  /** The id of the scan, or the report, that it belongs to. */
  readonly ownerOf: (row: Row) => string;
  /** False of a scan or a report itself. */
  readonly isOfScan: boolean;
  /** What tells a row from the others, in words. */
  readonly nameOf: (row: Row) => string;
  readonly onRecord: (db: Records['db'], ownerIds: readonly string[]) => Promise<readonly Row[]>;
  readonly insert: (transaction: Transaction, rows: readonly Row[]) => Promise<void>;
  /** What is not compared: it may have changed since it was written first, or is there once more in another column. */
  readonly uncompared: readonly (keyof Row)[];
}

export const SCANS: ArchivedKind<ArchivedScanRow> = {
  part: 'scans.jsonl',
  table: 'scans',
  rowOf: (line, where) => scanRowOf(checked(ScanLineSchema, line, where)),
  ownerOf: ({ id }) => id,
  isOfScan: false,
  nameOf: ({ id }) => `the scan ${id}`,
  onRecord: scansOf,
  insert: insertArchivedScans,
  // The metadata have both to the letter; a column keeps no half of a character, as those of older records may have.
  uncompared: ['lane_id', 'scanner_id'],
};

export const SCREENINGS: ArchivedKind<ArchivedScreeningRow> = {
  part: 'screenings.jsonl',
  table: 'screenings',
  rowOf: (line, where) => screeningRowOf(checked(ScreeningLineSchema, line, where)),
  ownerOf: ({ scan_id }) => scan_id,
  isOfScan: true,
  nameOf: ({ scan_id, technology }) => `the screening of the scan ${scan_id} by ${technology}`,
  onRecord: screeningsOf,
  insert: insertArchivedScreenings,
  uncompared: [],
};

export const INSPECTIONS: ArchivedKind<ArchivedInspectionRow> = {
  part: 'inspections.jsonl',
  table: 'inspections',
  rowOf: (line, where) => inspectionRowOf(checked(InspectionLineSchema, line, where)),
  ownerOf: ({ scan_id }) => scan_id,
  isOfScan: true,
  nameOf: ({ scan_id, version }) => `the inspection of the scan ${scan_id}, version ${version}`,
  onRecord: inspectionsOf,
  insert: insertArchivedInspections,
  uncompared: ['superseded_at'],
};

export const PICTURES: ArchivedKind<PicturesTable> = {
  part: 'pictures.jsonl',
  table: 'pictures',
  rowOf: (line, where) => pictureRowOf(checked(PictureLineSchema, line, where)),
  ownerOf: ({ scan_id }) => scan_id,
  isOfScan: true,
  nameOf: ({ scan_id, kind, technology, view, energy }) =>
    `the picture of the scan ${scan_id} (${[kind, technology, view, energy].filter((word) => word !== '').join(', ')})`,
  onRecord: picturesOf,
  insert: insertArchivedPictures,
  uncompared: [],
};

export const REPORTS: ArchivedKind<ReportsTable> = {
  part: 'reports.jsonl',
  table: 'reports',
  rowOf: (line, where) => reportRowOf(checked(ReportLineSchema, line, where)),
  ownerOf: ({ id }) => id,
  isOfScan: false,
  nameOf: ({ id }) => `the report ${id}`,
  onRecord: reportsOf,
  insert: insertArchivedReports,
  uncompared: [],
};

/** Which of some rows are not on record yet; `conflict` names one that is, with other content. */
export async function compareWithRecords<Row extends object>(
  db: Records['db'],
  { ownerOf, nameOf, onRecord, uncompared }: ArchivedKind<Row>,
  rows: readonly Row[],
): Promise<{ readonly missing: readonly Row[]; readonly conflict: string | null }> {
  const contentOf = (row: Row) => textOf(row, uncompared);
  const known = await onRecord(db, [...new Set(rows.map(ownerOf))]);
  const contents = new Map(known.map((row) => [nameOf(row), contentOf(row)]));
  const missing = rows.filter((row) => !contents.has(nameOf(row)));
  const other = rows.find((row) => (contents.get(nameOf(row)) ?? contentOf(row)) !== contentOf(row));
  return { missing, conflict: other === undefined ? null : nameOf(other) };
}

/** The same text for the same content, whatever the order of the columns. */
function textOf(row: object, without: readonly PropertyKey[]): string {
  const columns = Object.entries(row).filter(([name]) => !without.includes(name));
  return JSON.stringify(columns.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A line as its schema has it. Throws `BrokenArchive` with what is wrong and where. */
export function checked<Schema extends TSchema>(schema: Schema, line: unknown, where: string): Static<Schema> {
  if (conforms(schema, line)) return line;
  const error = schemaError(schema, line);
  throw new BrokenArchive(`${where} is not as it has to be: ${error?.field || 'it'} ${error?.message}`);
}
