import { onTestFinished } from 'vitest';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

/** Records of the test's own, in memory and in a folder that goes with it. */
export async function openTestRecords(databaseUrl = 'sqlite::memory:', ownDataDir?: string): Promise<Records> {
  const dataDir = ownDataDir ?? (await temporaryFolder());
  const opened = await openRecords({ databaseUrl, dataDir, serves: true });
  if (!opened.ok) throw new Error(opened.failure.message);
  onTestFinished(() => opened.value.close());
  return opened.value;
}
