import { readConfig } from '../config/read-config.ts';
import type { Outcome } from '../domain/failure.ts';
import { openRecords, type Records } from '../records/open-records.ts';
import { EXIT_WRONG_USAGE, endCommand } from './exit.ts';

/**
 * Opens the records that the environment names, beside a service that may be running on them, and lets go of them
 * afterwards. Whatever fails ends the command with its sentence.
 */
export async function useRecords(work: (records: Records) => Promise<Outcome<void>>): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) return endCommand(read.message, EXIT_WRONG_USAGE);
  const { databaseUrl, dataDir } = read.config;
  const opened = await openRecords({ databaseUrl, dataDir, serves: false });
  if (!opened.ok) return endCommand(opened.failure.message);
  try {
    const done = await work(opened.value);
    if (!done.ok) endCommand(done.failure.message);
  } finally {
    await opened.value.close();
  }
}
