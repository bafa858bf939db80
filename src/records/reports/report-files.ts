import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nullWhereAbsent } from '../../domain/language/null-where-absent.ts';
import { makeFolder } from '../files/make-folder.ts';
import { syncFolder, writeSynced } from '../files/synced-files.ts';

/** The files of a finished report that can be read. */
export const REPORT_FILES = ['report.html', 'report.json', 'report.md', 'speed.csv'] as const;
export type ReportFile = (typeof REPORT_FILES)[number];

/** What reports hold: a folder each, under the id. */
export interface ReportFiles {
  /** Makes an empty folder for a report and gives its path. */
  create(id: string): Promise<string>;
  /** Null where there is no such file. */
  read(id: string, file: ReportFile): Promise<Uint8Array | null>;
  /** Resolves when a file of a report is on the disk under its name; one that is there is replaced whole or not at all. */
  write(id: string, file: ReportFile, bytes: Uint8Array): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes every folder but those of these reports: a service that ended amid a removal leaves one behind. */
  keepOnly(ids: ReadonlySet<string>): Promise<void>;
}

/** Makes the folder where it is missing. `sync` puts the names in a folder on the disk. */
export async function openReportFiles(folder: string, sync = syncFolder): Promise<ReportFiles> {
  await makeFolder(folder, 0o700);
  const remove = (id: string) => rm(join(folder, id), { recursive: true, force: true });
  return {
    async create(id) {
      await remove(id);
      await mkdir(join(folder, id), { mode: 0o700 });
      return join(folder, id);
    },
    read: (id, file) => readFile(join(folder, id, file)).catch(nullWhereAbsent),
    async write(id, file, bytes) {
      const place = join(folder, id);
      await makeFolder(place, 0o700);
      // A name of its own: one that ended amid a write has left its draft, which goes with the report.
      const draft = join(place, `.${randomUUID()}`);
      await writeSynced(draft, bytes);
      await rename(draft, join(place, file));
      await sync(place);
      await sync(folder);
    },
    remove,
    async keepOnly(ids) {
      for (const name of await readdir(folder)) if (!ids.has(name)) await remove(name);
    },
  };
}
