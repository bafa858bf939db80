import { join, resolve } from 'node:path';
import { Kysely } from 'kysely';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { IN_MEMORY } from '../domain/service/in-memory.ts';
import { type ComparisonRecords, createComparisonRecords } from './comparisons.ts';
import type { Database, LockNews, ServingLock } from './database.ts';
import { createEventRecords, type EventRecords } from './events/events.ts';
import { claimDataFolder } from './files/data-folder.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import { createInspectionRecords, type InspectionRecords } from './inspections/inspections.ts';
import { createPassageRecords, type PassageRecords } from './inspections/passages.ts';
import { createLineupRecords, type LineupRecords } from './lineup-records.ts';
import { readPseudonyms } from './metadata/pseudonym.ts';
import { createNameContainer, type NameContainer } from './metadata/pseudonymous-metadata.ts';
import { migrate } from './migrate.ts';
import { continueIds } from './new-id.ts';
import { openDatabase } from './open-database.ts';
import { createPictureRecords, type PictureRecords } from './pictures/picture-records.ts';
import { openPictureStore, type PictureStore } from './pictures/picture-store.ts';
import { ping } from './ping.ts';
import { createPromptPing } from './prompt-ping.ts';
import { createRecordsGate, type RecordsGate, sayToOperator } from './records-gate.ts';
import { openReportFiles, type ReportFiles } from './reports/report-files.ts';
import { createReportRecords, type ReportRecords } from './reports/report-records.ts';
import { createQueueRecords, type QueueRecords } from './scans/queue-records.ts';
import { createScanRecords, type ScanRecords } from './scans/scan-records.ts';
import { createServingLock } from './sqlite/serving-lock.ts';
import { whySqliteUnavailable } from './sqlite/sqlite.ts';
import { writeLogBack } from './sqlite/write-log-back.ts';
import type { Tables } from './tables.ts';

export interface RecordsOptions {
  /** `sqlite:` (a file in the data folder), `sqlite:PATH`, `sqlite::memory:`, or `postgres://…`. */
  readonly databaseUrl: string;
  /** Where the pictures are, and the file of `sqlite:`. */
  readonly dataDir: string;
  /**
   * True for the process whose service has the records: there is only one, so that no scan is finished twice. `member` for
   * one that answers requests under it.
   */
  readonly serves: boolean | 'member';
  /** The records may be taken while a PostgreSQL server was away: the service is to end then. */
  readonly news?: LockNews;
}

/** All that is kept: rows in a database, pictures in a folder. */
export interface Records {
  readonly db: Kysely<Tables>;
  readonly gate: RecordsGate;
  readonly commit: GroupCommit;
  readonly scans: ScanRecords;
  readonly pictures: PictureRecords;
  readonly queue: QueueRecords;
  readonly lineups: LineupRecords;
  readonly passages: PassageRecords;
  readonly inspections: InspectionRecords;
  readonly comparisons: ComparisonRecords;
  readonly reports: ReportRecords;
  readonly reportFiles: ReportFiles;
  readonly pictureStore: PictureStore;
  readonly events: EventRecords;
  /** Resolves when all that can be read now is on the disk, whoever wrote it: to be awaited before others are told of it. */
  whenOnDisk(): Promise<void>;
  /** The pseudonyms of containers and consignments here. */
  readonly nameContainer: NameContainer;
  /** Fails with `records-unavailable` while the database cannot be asked, says nothing for two seconds, or can only be read, and while the pictures are away. */
  ping(): Promise<Outcome<void>>;
  /** Waits for what is being written, then lets go of everything. */
  close(): Promise<void>;
}

/**
 * Opens the records and brings them to the tables of this version. Fails with `records-unavailable` where the disk or
 * the database is away, another process serves them, a newer version has written them, or a service of an older one does, and as `openDatabase` does.
 */
export async function openRecords({ databaseUrl, dataDir, serves, news }: RecordsOptions): Promise<Outcome<Records>> {
  const found = await openDatabase(databaseUrl, dataDir, serves !== false);
  if (!found.ok) return found;
  const { database, readingDialect } = found.value;
  const gate = createRecordsGate(database.whyUnavailable, {
    check: database.checkInPlace,
    ...(serves === false && { say: sayToOperator }),
  });
  const folderLock = createServingLock(join(dataDir, 'folder.serving'));
  const whyNotOpened = (error: unknown) => database.whyUnavailable(error) ?? whySqliteUnavailable(error);
  const opening = createRecordsGate(whyNotOpened, { say: sayToOperator });
  const db = new Kysely<Tables>({ dialect: database.dialect });
  const reading = readingDialect === null ? db : new Kysely<Tables>({ dialect: readingDialect });
  const close = async () => {
    if (reading !== db) await reading.destroy();
    await db.destroy();
    // In this order, so that a folder which is served always has a database that is.
    await folderLock.unlock();
    await database.unlock();
  };

  const opened = await opening.attempt(async () => {
    if (!(await holdFor(serves, database, news))) {
      return fail(
        'records-unavailable',
        'Another Scanbench serves these records already: stop it, or where it is ending wait until it has answered what it let in, or give this one SCANBENCH_DATA_DIR or SCANBENCH_DATABASE_URL of its own.',
      );
    }
    if (!(await holdFolder(serves, folderLock, database))) {
      return fail(
        'records-unavailable',
        `A service with another database, which may be a copy of this one, works in the data folder ${dataDir}, and each would remove the other's pictures and reports: name a folder of its own with SCANBENCH_DATA_DIR, put SCANBENCH_DATABASE_URL back as it was, or stop that service.`,
      );
    }
    const migrated = await migrate(db, database.whyUnavailable, async () => !serves && database.isServed());
    if (!migrated.ok) return migrated;
    await continueIds(db);
    const pseudonymise = await readPseudonyms(db);
    // Also what a process that was killed had committed and not acknowledged: now it can be read.
    await database.sync();
    // The pseudonyms are these records' own, also in a copy of them.
    const id = databaseUrl === IN_MEMORY ? null : pseudonymise('data folder');
    const claimed = await claimDataFolder(dataDir, id);
    if (!claimed.ok) return claimed;
    return succeed({
      nameContainer: createNameContainer(pseudonymise),
      pictureStore: await openPictureStore(join(dataDir, 'pictures'), serves === true),
      reportFiles: await openReportFiles(resolve(dataDir, 'reports')),
    });
  });
  const ready = opened.ok ? opened.value : opened;
  if (!ready.ok) {
    await close();
    return ready;
  }
  const { nameContainer, pictureStore, reportFiles } = ready.value;
  const commit = createGroupCommit(db, gate, database);
  if (reading !== db && serves) writeLogBack(reading, commit);
  return {
    ok: true,
    value: {
      db,
      gate,
      commit,
      whenOnDisk: database.sync,
      scans: createScanRecords({ db, reading }, gate, nameContainer),
      events: createEventRecords(db, gate, database.sync),
      nameContainer,
      pictures: createPictureRecords(db, gate),
      queue: createQueueRecords(db, gate),
      lineups: createLineupRecords(db, gate),
      passages: createPassageRecords(db, gate, nameContainer),
      inspections: createInspectionRecords(db, gate),
      comparisons: createComparisonRecords(reading, gate),
      reports: createReportRecords(db, gate),
      reportFiles,
      pictureStore,
      ping: createPromptPing(() =>
        gate.attempt(async () => {
          await ping(db);
          await pictureStore.ping();
        }),
      ),
      async close() {
        await commit.whenIdle();
        await close();
      },
    },
  };
}

async function holdFor(serves: RecordsOptions['serves'], lock: ServingLock, news?: LockNews): Promise<boolean> {
  if (serves === false) return true;
  return serves === 'member' ? lock.joinServing() : lock.lockForServing(news);
}

/**
 * Whether nothing else works in the data folder than the service of this database. The mark of the folder does not tell: a
 * copy of the database, such as a restored backup, has the same.
 */
async function holdFolder(serves: RecordsOptions['serves'], folder: ServingLock, database: Database): Promise<boolean> {
  if (serves !== false) return holdFor(serves, folder);
  return !(await folder.isServed()) || database.isServed();
}
