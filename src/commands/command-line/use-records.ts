import { readConfig } from '../../config/read-config.ts';
import type { Outcome } from '../../domain/failure.ts';
import { areThereRecords } from '../../records/are-there-records.ts';
import { sqliteFile } from '../../records/open-database.ts';
import { openRecords, type Records } from '../../records/open-records.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './exit.ts';

/**
 * Opens the records that the environment names, beside a service that may be running on them, and lets go of them
 * afterwards. Whatever fails ends the command with its sentence. Where there are no records, nothing is made and the call was wrong, so
 * that an empty list or an intact trail of nothing is not taken for another folder's; `begins` marks work that may be the first.
 */
export async function useRecords(
  work: (records: Records) => Promise<Outcome<void>>,
  { begins = false }: { readonly begins?: boolean } = {},
): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) return endCommand(read.message, EXIT_WRONG_USAGE);
  const { databaseUrl, dataDir } = read.config;
  if (!begins && !(await areThereRecords(databaseUrl, dataDir))) {
    const file = sqliteFile(databaseUrl, dataDir);
    const lack = file === null ? 'the database has no tables' : `${file} is not there, or empty`;
    return endCommand(
      `There are no records: ${lack}. Name others with SCANBENCH_DATA_DIR or SCANBENCH_DATABASE_URL.`,
      EXIT_WRONG_USAGE,
    );
  }
  const opened = await openRecords({ databaseUrl, dataDir, serves: false });
  if (!opened.ok) return endWithFailure(opened.failure);
  try {
    const done = await work(opened.value);
    if (!done.ok) endWithFailure(done.failure);
  } finally {
    await opened.value.close();
  }
}
