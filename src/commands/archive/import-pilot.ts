import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { appendAudit } from '../../records/access/audit.ts';
import type { Records } from '../../records/open-records.ts';
import { lockScans } from '../../records/scans/lock-scans.ts';
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
import { TechnologyLineSchema } from './lines.ts';
import type { Manifest, PartName } from './manifest.ts';
import { type ArchivedReportFile, type ExpectedReportFiles, expectReportFiles } from './report-files.ts';
import { ReportLineSchema } from './report-lines.ts';
import { BrokenArchive } from './tar.ts';
import { walkArchive } from './walk-archive.ts';

/** How much of an archive is new here. */
export interface Imported {
  readonly scans: { readonly inArchive: number; readonly added: number };
  readonly screenings: number;
  readonly inspections: number;
  readonly pictures: number;
  readonly reports: number;
}

export interface ImportOptions {
  readonly path: string;
  /** True: everything is checked and nothing is written. */
  readonly isDryRun: boolean;
}

/** Something that the archive and the records say differently. */
class Conflict extends Error {}
/** The records or the disk are away. */
class Unavailable extends Error {}

/**
 * Takes an archive into the records. All of it is read and checked first, also against what is on record; only then
 * is it read again and written, some hundred rows at a time. What is there already is left as it is, so that an import
 * that broke off is finished by another one. Fails with `malformed-request` for an archive that is damaged or was made
 * to do harm, with `conflict` where a scan is on record with other content, and with `records-unavailable`.
 */
export async function importPilot(records: Records, { path, isDryRun }: ImportOptions): Promise<Outcome<Imported>> {
  try {
    const manifest = await checkArchive(records, path);
    const held = { ...NOTHING };
    for (const { name, lines } of manifest.parts) held[name] = lines;
    const added = isDryRun ? await countMissing(records, path) : await write(records, path, held);
    const { scans, ...others } = countsOf(added);
    return succeed({ scans: { inArchive: held['scans.jsonl'], added: scans }, ...others });
  } catch (error) {
    if (error instanceof BrokenArchive) {
      return fail('malformed-request', `${path} cannot be imported: ${error.message}.`);
    }
    if (error instanceof Conflict) return fail('conflict', error.message);
    if (error instanceof Unavailable) return fail('records-unavailable', error.message);
    throw error;
  }
}

/** Reads all of it and holds it to its manifest, to itself and to the records. */
function checkArchive(records: Records, path: string): Promise<Manifest> {
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
  };
  return walkArchive(path, {
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
  }).then((manifest) => {
    content.end();
    reportFiles.end();
    return manifest;
  });
}

type Counted = Record<PartName, number>;
const NOTHING: Counted = {
  'scans.jsonl': 0,
  'screenings.jsonl': 0,
  'inspections.jsonl': 0,
  'technologies.jsonl': 0,
  'reports.jsonl': 0,
  'pictures.jsonl': 0,
};

function countsOf(parts: Counted) {
  return {
    scans: parts['scans.jsonl'],
    screenings: parts['screenings.jsonl'],
    inspections: parts['inspections.jsonl'],
    pictures: parts['pictures.jsonl'],
    reports: parts['reports.jsonl'],
  };
}

async function countMissing(records: Records, path: string): Promise<Counted> {
  const added = { ...NOTHING };
  const count = async <Row extends object>(kind: ArchivedKind<Row>, lines: readonly unknown[], first: number) => {
    const rows = rowsOf(kind, lines, first);
    const compared = await available(records, () => compareWithRecords(records.db, kind, rows));
    added[kind.part] += compared.missing.length;
  };
  await walkArchive(path, {
    async lines(part, lines, first) {
      if (part === 'scans.jsonl') return count(SCANS, lines, first);
      if (part === 'screenings.jsonl') return count(SCREENINGS, lines, first);
      if (part === 'inspections.jsonl') return count(INSPECTIONS, lines, first);
      if (part === 'pictures.jsonl') return count(PICTURES, lines, first);
      if (part === 'reports.jsonl') return count(REPORTS, lines, first);
    },
    async reportFile(_path, _byteCount, body) {
      for await (const _piece of body);
    },
    async image(_sha256, _byteCount, body) {
      for await (const _piece of body);
    },
  });
  return added;
}

/** The audit trail tells of it before the first row and after the last one: rows of an import that broke off are accounted for. */
async function write(records: Records, path: string, held: Counted): Promise<Counted> {
  await note(records, 'records.import.begin', held);
  const added = { ...NOTHING };
  const reportFiles = expectReportFiles();
  const insert = async <Row extends object>(kind: ArchivedKind<Row>, lines: readonly unknown[], first: number) => {
    const rows = rowsOf(kind, lines, first);
    added[kind.part] += await written(records, async (transaction) => {
      // The service may be at the same scans: what is compared must stay so until it is written.
      const there = await lockScans(transaction, [...new Set(rows.map(kind.ownerOf))]);
      // Who deletes a scan while it is imported does not want the rest of it either.
      const wanted = kind.isOfScan ? rows.filter((row) => there.has(kind.ownerOf(row))) : rows;
      const { missing, conflict } = await compareWithRecords(transaction, kind, wanted);
      if (conflict !== null) throw conflictOver(conflict);
      await kind.insert(transaction, missing);
      return missing.length;
    });
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
        throw new Unavailable('The import took so long that a picture was removed again: import once more.');
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
  return added;
}

async function note(records: Records, action: string, parts: Counted): Promise<void> {
  const entry = { at: Date.now(), actor: null, action, subject: null, details: countsOf(parts) };
  await written(records, (transaction) => appendAudit(transaction, entry));
}

function nameReportFiles(expected: ExpectedReportFiles, lines: readonly unknown[], first: number): void {
  for (const [index, line] of lines.entries()) {
    expected.name(checked(ReportLineSchema, line, whereIs('reports.jsonl', first + index)));
  }
}

/** Whether a file of a report is still to be written. Throws `Conflict` where another one lies in its place. */
async function missesReportFile(records: Records, { id, file, bytes }: ArchivedReportFile): Promise<boolean> {
  const there = await available(records, () => records.reportFiles.read(id, file));
  if (there !== null && !Buffer.from(there).equals(bytes)) throw conflictOver(`the file ${file} of the report ${id}`);
  return there === null;
}

function rowsOf<Row>({ part, rowOf }: ArchivedKind<Row>, lines: readonly unknown[], first: number): readonly Row[] {
  return lines.map((line, index) => rowOf(line, whereIs(part, first + index)));
}

function whereIs(part: PartName, line: number): string {
  return `${part}, line ${line},`;
}

function conflictOver(what: string): Conflict {
  return new Conflict(
    `The records have ${what} with other content than the archive: it was changed here, pseudonymised since, or exported ` +
      'otherwise. Import into records that do not have it, or delete it here first.',
  );
}

async function available<Value>({ gate }: Records, work: () => Promise<Value>): Promise<Value> {
  const outcome = await gate.attempt(work);
  if (!outcome.ok) throw new Unavailable(outcome.failure.message);
  return outcome.value;
}

async function written<Value>({ commit }: Records, change: Parameters<typeof commit.write<Value>>[0]): Promise<Value> {
  const outcome = await commit.write(change);
  if (!outcome.ok) throw new Unavailable(outcome.failure.message);
  return outcome.value;
}
