import type { RecordedInspection } from '../../records/inspections/inspections.ts';

/** An inspection without the scan's id, which its address or its place says. */
export function inspectionVersion({ scanId: _, ...version }: RecordedInspection): Omit<RecordedInspection, 'scanId'> {
  return version;
}
