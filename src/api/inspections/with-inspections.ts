import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import type { FoundScan } from '../../records/scans/scan-records.ts';
import { inspectionVersion } from './inspection-version.ts';

/** Scan documents as JSON text, each with what officers found where that is on record. */
export async function withInspections(
  { inspections }: Pick<Records, 'inspections'>,
  scans: readonly FoundScan[],
): Promise<Outcome<readonly string[]>> {
  const current = await inspections.current(scans.map(({ id }) => id));
  if (!current.ok) return current;
  const found = new Map(current.value.map((inspection) => [inspection.scanId, inspection]));
  return succeed(
    scans.map(({ id, json }) => {
      const inspection = found.get(id);
      if (inspection === undefined) return json;
      return `${json.slice(0, -1)},"inspection":${JSON.stringify(inspectionVersion(inspection))}}`;
    }),
  );
}
