import { createHash } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { nullWhereAbsent } from '../../domain/language/null-where-absent.ts';
import { installedVersion } from '../../installation.ts';
import { pageOfArchivedReports } from '../../records/archive/archived-reports.ts';
import { type ArchivedScanRow, type ArchiveFilter, pageOfArchive } from '../../records/archive/archived-rows.ts';
import { readMetadata } from '../../records/metadata/kept-metadata.ts';
import { forgetContainer } from '../../records/metadata/pseudonymous-metadata.ts';
import type { Records } from '../../records/open-records.ts';
import { BrokenRow } from '../../records/read-column.ts';
import { REPORT_FILES, type ReportFile } from '../../records/reports/report-files.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';
import type { PicturesTable } from '../../records/tables.ts';
import { whenEnding } from '../command-line/when-ending.ts';
import { momentText } from './line-parts.ts';
import { inspectionLineOf, pictureLineOf, scanLineText, screeningLineText } from './lines.ts';
import { FORMAT_VERSION, IMAGE_FOLDER, MANIFEST_NAME, type Manifest } from './manifest.ts';
import { createPartFile, type ManifestPart } from './part-file.ts';
import { reportFilePath } from './report-files.ts';
import { type ReportFileLine, reportLineText } from './report-lines.ts';
import { showsPictures } from './shows-pictures.ts';
import { type TarFile, writeTar } from './tar.ts';
import { createTechnologyCensus } from './technology-census.ts';

export interface ExportOptions {
  /** Ends in `.tar` or `.tar.gz`, and does not exist. */
  readonly path: string;
  readonly filter: ArchiveFilter;
  /** Without them, reports whose page shows scans are left out, too. */
  readonly withImages: boolean;
  readonly withContainerNumbers: boolean;
  readonly onPage?: (scans: number) => void;
  readonly onReportLeftOut?: (id: string) => void;
}

const PAGE = 200;

/** The records are but read: what is full is the disk of the archive. */
const DISK_FULL: ReadonlySet<string | null> = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Writes scans with all that belongs to them into one archive: lines first into a folder beside it, page by page, then
 * all of it into the archive, which has its name only when it is whole. Memory does not grow with the number of scans,
 * but for one hash of each picture and of each file of a report. Fails with `conflict` where the file is there or its folder
 * cannot be written to, with `not-found` where its folder is not, with `records-unavailable`, and so, too, where its disk is full.
 */
export async function exportPilot(records: Records, options: ExportOptions): Promise<Outcome<Manifest>> {
  try {
    return await writeArchive(records, options);
  } catch (error) {
    if (!DISK_FULL.has(errorCode(error))) throw error;
    const cause = `${options.path} cannot be written (${errorMessage(error)})`;
    return fail('records-unavailable', `${cause}: make room there, or name a file on another disk with --out.`);
  }
}

async function writeArchive(records: Records, options: ExportOptions): Promise<Outcome<Manifest>> {
  const path = resolve(options.path);
  const free = await checkArchivePath(options.path);
  if (!free.ok) return free;
  const folder = await mkdtemp(join(dirname(path), `.${basename(path)}-`)).catch(nullWhereAbsent);
  if (folder === null) return noFolderOf(options.path);
  // It holds what the archive would: container numbers and pictures, under a name that is not listed.
  const takeBack = whenEnding(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const spooled = await spoolLines(records, folder, options);
    if (!spooled.ok) return spooled;
    const { manifest, paths, images, reportFiles } = spooled.value;
    const draft = join(folder, 'archive');
    await writeTar(draft, path.endsWith('.gz'), filesOf(records, manifest, paths, { images, reportFiles }));
    await rename(draft, path);
    return succeed(manifest);
  } catch (error) {
    if (error instanceof BrokenRow) return { ok: false, failure: error.failure };
    if (error instanceof MissingFile) return fail('records-unavailable', error.message);
    throw error;
  } finally {
    takeBack();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether an archive can be written there, as far as can be told before there is one. Fails as `exportPilot` does. */
export async function checkArchivePath(archive: string): Promise<Outcome<null>> {
  const path = resolve(archive);
  if (await isThere(path)) return fail('conflict', `${archive} exists: name another file, or move it away.`);
  try {
    await access(`${dirname(path)}/`, constants.W_OK);
    return succeed(null);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return noFolderOf(archive);
    return fail('conflict', `${archive} cannot be written (${errorMessage(error)}): name a file elsewhere with --out.`);
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function noFolderOf(archive: string): Outcome<never> {
  return fail('not-found', `The folder of ${archive} does not exist: make it first.`);
}

interface Spooled {
  readonly manifest: Manifest;
  readonly paths: ReadonlyMap<string, string>;
  /** Bytes by hash: a picture that several scans share is there once. */
  readonly images: ReadonlyMap<string, number>;
  readonly reportFiles: readonly SpooledReportFile[];
}

interface SpooledReportFile {
  readonly id: string;
  readonly file: ReportFile;
}

/** On record, and not on the disk. */
class MissingFile extends Error {}

async function spoolLines(
  records: Records,
  folder: string,
  { filter, withImages, withContainerNumbers, onPage = () => {}, onReportLeftOut = () => {} }: ExportOptions,
): Promise<Outcome<Spooled>> {
  const { db, gate, nameContainer } = records;
  const scanFile = createPartFile('scans.jsonl', join(folder, 'scans'));
  const screeningFile = createPartFile('screenings.jsonl', join(folder, 'screenings'));
  const inspectionFile = createPartFile('inspections.jsonl', join(folder, 'inspections'));
  const technologyFile = createPartFile('technologies.jsonl', join(folder, 'technologies'));
  const reportFile = createPartFile('reports.jsonl', join(folder, 'reports'));
  const pictureFile = createPartFile('pictures.jsonl', join(folder, 'pictures'));
  const census = createTechnologyCensus();
  const images = new Map<string, number>();
  const named = (row: ArchivedScanRow): ArchivedScanRow => {
    if (withContainerNumbers) return row;
    return { ...row, metadata: JSON.stringify(forgetContainer(readMetadata(row), nameContainer)) };
  };
  const keepPictures = async (pictures: readonly PicturesTable[]) => {
    for (const { sha256, bytes } of pictures) images.set(sha256, bytes);
    await pictureFile.write(pictures.map((row) => JSON.stringify(pictureLineOf(row))));
  };
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const page = await gate.attempt(() => pageOfArchive(db, filter, from, PAGE));
    if (!page.ok) return page;
    const { scans, screenings, inspections, pictures, last } = page.value;
    await scanFile.write(scans.map((row) => scanLineText(named(row))));
    await screeningFile.write(screenings.map(screeningLineText));
    await inspectionFile.write(inspections.map((row) => JSON.stringify(inspectionLineOf(row))));
    for (const row of screenings) census.count(row);
    if (withImages) await keepPictures(pictures);
    onPage(scans.length);
    after = last;
  }
  await technologyFile.write(census.lines());
  const reportFiles: SpooledReportFile[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const page = await gate.attempt(() => pageOfArchivedReports(db, filter, from, PAGE));
    if (!page.ok) return page;
    for (const row of page.value) {
      if (!withImages && showsPictures(row)) {
        onReportLeftOut(row.id);
        continue;
      }
      const files = await filesOfReport(records, row);
      reportFiles.push(...files.map(({ name }) => ({ id: row.id, file: name })));
      await reportFile.write([reportLineText(row, files)]);
    }
    after = page.value.at(-1)?.id ?? null;
  }
  const lineFiles = [scanFile, screeningFile, inspectionFile, technologyFile, reportFile];
  const parts: ManifestPart[] = [];
  for (const file of lineFiles) parts.push(await file.end());
  const pictures = await pictureFile.end();
  if (withImages) parts.push(pictures);
  const files = [...lineFiles, ...(withImages ? [pictureFile] : [])];
  return succeed({
    paths: new Map(files.map(({ path }, index) => [parts[index]?.name ?? '', path])),
    images,
    reportFiles,
    manifest: {
      format: 'scanbench-pilot',
      version: FORMAT_VERSION,
      madeBy: `scanbench ${installedVersion()}`,
      exportedAt: momentText(Date.now()),
      filter: {
        port: filter.port,
        from: filter.from === null ? null : momentText(filter.from),
        to: filter.to === null ? null : momentText(filter.to),
      },
      containerNumbers: withContainerNumbers ? 'as-recorded' : 'pseudonyms',
      parts,
      images: { files: images.size, bytes: [...images.values()].reduce((sum, bytes) => sum + bytes, 0) },
    },
  });
}

/** What lies in the folder of a finished report; all of it is there, or the export fails. */
async function filesOfReport(records: Records, { id, state }: ReportsTable): Promise<readonly ReportFileLine[]> {
  if (state !== 'finished') return [];
  const files: ReportFileLine[] = [];
  for (const name of REPORT_FILES) {
    const bytes = await readReportFile(records, { id, file: name });
    files.push({ name, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return files;
}

async function readReportFile({ reportFiles }: Records, { id, file }: SpooledReportFile): Promise<Uint8Array> {
  const bytes = await reportFiles.read(id, file);
  if (bytes !== null) return bytes;
  throw new MissingFile(
    `The file ${file} of the report ${id} is not in the data folder: if it was removed meanwhile, or an import is ` +
      'under way, export again; if an import broke off, finish it by another one. Else restore the file from a backup, or ' +
      'remove the report (DELETE /v1/reports/{id}).',
  );
}

/** The manifest first, then the lines, the files of reports after theirs and the images before theirs. */
async function* filesOf(
  records: Records,
  manifest: Manifest,
  paths: Spooled['paths'],
  { images, reportFiles }: Pick<Spooled, 'images' | 'reportFiles'>,
): AsyncGenerator<TarFile> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  yield { name: MANIFEST_NAME, bytes: text.length, content: text };
  const part = ({ name, bytes }: ManifestPart): TarFile => ({ name, bytes, content: { path: paths.get(name) ?? '' } });
  for (const one of manifest.parts) if (one.name !== 'pictures.jsonl') yield part(one);
  for (const one of reportFiles) {
    const bytes = await readReportFile(records, one);
    yield { name: reportFilePath(one.id, one.file), bytes: bytes.byteLength, content: bytes };
  }
  for (const sha256 of images.keys()) {
    const bytes = await records.pictureStore.read(sha256);
    if (bytes === null) {
      throw new MissingFile(
        `The picture ${sha256} is on record, but not in the picture store, or has changed there: restore the data folder ` +
          'from a backup, or export without --images. If a picture was deleted meanwhile, export again.',
      );
    }
    yield { name: `${IMAGE_FOLDER}${sha256}`, bytes: bytes.byteLength, content: bytes };
  }
  for (const one of manifest.parts) if (one.name === 'pictures.jsonl') yield part(one);
}
