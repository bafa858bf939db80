import { createHash } from 'node:crypto';
import type { ReportFile } from '../../records/reports/report-files.ts';
import { REPORT_FOLDER } from './manifest.ts';
import type { ReportFileLine, ReportLine } from './report-lines.ts';
import { BrokenArchive } from './tar.ts';

/** A file of a report, its hash verified. */
export interface ArchivedReportFile {
  readonly id: string;
  readonly file: ReportFile;
  readonly bytes: Uint8Array;
}

/** The files that lines have named and that are still to come. Each throws `BrokenArchive`. */
export interface ExpectedReportFiles {
  name(line: ReportLine): void;
  /** Reads one into memory: nothing that no line names, and no byte more than its line says. */
  read(path: string, byteCount: number, body: AsyncIterable<Uint8Array>): Promise<ArchivedReportFile>;
  /** To be called once everything was there. */
  end(): void;
}

export function expectReportFiles(): ExpectedReportFiles {
  const expected = new Map<string, ReportFileLine & { readonly id: string }>();
  return {
    name({ id, files }) {
      for (const file of files) {
        const path = reportFilePath(id, file.name);
        if (expected.has(path)) throw new BrokenArchive(`the report ${id} names its ${file.name} twice`);
        expected.set(path, { id, ...file });
      }
    },
    async read(path, byteCount, body) {
      const wanted = expected.get(path);
      if (wanted === undefined)
        throw new BrokenArchive(`no report names the file ${JSON.stringify(path.slice(0, 80))}`);
      if (wanted.bytes !== byteCount) {
        throw new BrokenArchive(`${path} has ${byteCount} bytes, but ${wanted.bytes} by its report`);
      }
      expected.delete(path);
      const bytes = await gather(body, byteCount);
      if (createHash('sha256').update(bytes).digest('hex') !== wanted.sha256) {
        throw new BrokenArchive(`${path} has changed: its hash is another one`);
      }
      return { id: wanted.id, file: wanted.name, bytes };
    },
    end() {
      const [missing] = expected.keys();
      if (missing !== undefined) throw new BrokenArchive(`${missing} is missing`);
    },
  };
}

/** Where the file lies in an archive. */
export function reportFilePath(id: string, file: ReportFile): string {
  return `${REPORT_FOLDER}${id}/${file}`;
}

async function gather(body: AsyncIterable<Uint8Array>, byteCount: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(byteCount);
  let at = 0;
  for await (const piece of body) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
