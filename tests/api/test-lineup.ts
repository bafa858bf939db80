import { type CurrentLineup, openLineup } from '../../src/api/lineup/lineup.ts';
import type { Lineup } from '../../src/domain/technology/lineup.ts';
import type { Records } from '../../src/records/open-records.ts';
import { openTestRecords } from '../records/test-records.ts';
import { createApiDatabase } from './api-database.ts';

/** Records of the test's own, and a lineup kept there. */
export async function openTestRecordsAndLineup(
  configured: Lineup = { champion: null, challengers: [] },
): Promise<{ readonly records: Records; readonly lineup: CurrentLineup }> {
  const records = await openTestRecords(await createApiDatabase());
  const lineup = await openLineup(records, configured);
  if (!lineup.ok) throw new Error(lineup.failure.message);
  return { records, lineup: lineup.value };
}
