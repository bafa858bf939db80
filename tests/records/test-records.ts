import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openRecords, type Records } from '../../src/records/open-records.ts';

/** Records of the test's own, in memory and in a folder that goes with it. */
export async function openTestRecords(databaseUrl = 'sqlite::memory:'): Promise<Records> {
  const dataDir = await temporaryFolder();
  const opened = await openRecords({ databaseUrl, dataDir, serves: true });
  if (!opened.ok) throw new Error(opened.failure.message);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

/** A folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'scanbench-records-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
