import type { Outcome } from '../../domain/failure.ts';
import type { Requester } from '../../domain/service/requester.ts';
import { type AuditedChange, appendAudit } from '../../records/access/audit.ts';
import {
  type InspectionChange,
  type InspectionToRecord,
  recordInspections,
} from '../../records/inspections/inspections.ts';
import type { Records } from '../../records/open-records.ts';
import { type JudgedScreenings, judgedScreenings } from '../../records/scans/judged-screenings.ts';

export interface KeptInspections {
  /** What became of each, in their order. */
  readonly changes: readonly InspectionChange[];
  /** How technologies had decided on the scans that had no inspection before: corrections are not counted again, and screenings that come later are counted then. */
  readonly judged: readonly JudgedScreenings[];
}

/** Puts inspections on record, all of them or none. Fails with `records-unavailable`. */
export function keepInspections(
  { commit }: Pick<Records, 'commit'>,
  inspections: readonly InspectionToRecord[],
  { keyId }: Pick<Requester, 'keyId'>,
): Promise<Outcome<KeptInspections>> {
  const write = inspections.length > 1 ? commit.writeApart : commit.write;
  return write(async (transaction) => {
    const at = new Date();
    const changes = await recordInspections(transaction, inspections, { at, by: keyId });
    const audited = auditedChange(inspections, changes);
    if (audited !== null) await appendAudit(transaction, { at: at.getTime(), actor: keyId, ...audited });
    const first = inspections.filter((_, i) => changes[i] === 'recorded').map(({ scanId }) => scanId);
    return { changes, judged: await judgedScreenings(transaction, first) };
  });
}

/** What the audit trail says: of a list one entry, of which scans their versions tell; null where nothing was changed. */
function auditedChange(
  inspections: readonly InspectionToRecord[],
  changes: readonly InspectionChange[],
): Pick<AuditedChange, 'action' | 'subject' | 'details'> | null {
  const count = (what: InspectionChange) => changes.filter((change) => change === what).length;
  const [recorded, corrected] = [count('recorded'), count('corrected')];
  if (recorded + corrected === 0) return null;
  const [only] = inspections;
  if (only === undefined || inspections.length > 1) {
    return { action: 'inspection.import', subject: null, details: { recorded, corrected } };
  }
  const { outcome, selectedBy } = only.inspection;
  const action = corrected > 0 ? 'inspection.correct' : 'inspection.record';
  return { action, subject: only.scanId, details: { outcome, selectedBy } };
}
