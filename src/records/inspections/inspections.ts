import type { Kysely, Transaction } from 'kysely';
import type { Inspection } from '../../domain/comparison/inspection.ts';
import type { Outcome } from '../../domain/failure.ts';
import { inTurns } from '../../domain/language/in-turns.ts';
import { inChunks } from '../in-chunks.ts';
import { ownId } from '../own-id.ts';
import type { RecordsGate } from '../records-gate.ts';
import { lockScans } from '../scans/lock-scans.ts';
import type { InspectionsTable, Tables } from '../tables.ts';
import { readFoundBoxes } from './found-boxes.ts';

/** One version of an inspection, with who recorded it and when. */
export interface RecordedInspection extends Inspection {
  readonly scanId: string;
  /** 1, 2, 3 …: each correction is a new one. */
  readonly version: number;
  /** ISO 8601 in UTC. */
  readonly recordedAt: string;
  /** The id of the API key; null for this machine itself. */
  readonly recordedBy: string | null;
}

export interface InspectionToRecord {
  readonly scanId: string;
  readonly inspection: Inspection;
  /** Whether it may follow the version that counts, null for none: where it may not, nothing is written. Left out, it follows any. */
  readonly mayFollow?: (version: number | null) => boolean;
}

/**
 * What became of an inspection that was to be recorded; `overtaken`: it may not follow the version that counts;
 * `gone`: its scan was deleted meanwhile.
 */
export type InspectionChange = 'recorded' | 'corrected' | 'unchanged' | 'overtaken' | 'gone';

export interface InspectionRecords {
  /** All versions of a scan's inspection, the one that counts first; empty where there is none, or none of this port. */
  versions(scanId: string, port: string | null): Promise<Outcome<readonly RecordedInspection[]>>;
  /** The inspections that count, of those of these scans that have one. */
  current(scanIds: readonly string[]): Promise<Outcome<readonly RecordedInspection[]>>;
}

export function createInspectionRecords(db: Kysely<Tables>, gate: RecordsGate): InspectionRecords {
  return {
    versions: (scanId, port) =>
      gate.attempt(async () => {
        const rows = await db
          .selectFrom('inspections')
          .selectAll()
          .where('scan_id', '=', ownId('scans', scanId, port))
          .orderBy('version', 'desc')
          .execute();
        return rows.map(fromRow);
      }),
    current: (scanIds) => gate.attempt(async () => (await selectCurrent(db, scanIds)).map(fromRow)),
  };
}

/**
 * Writes inspections of scans, one a scan, in the transaction: a new version where something was found to be different,
 * nothing where it says what counts already. Another process that inspects the same scans waits, and then corrects what
 * this one wrote. Gives what became of each, in their order.
 */
export async function recordInspections(
  transaction: Transaction<Tables>,
  inspections: readonly InspectionToRecord[],
  { at, by }: { readonly at: Date; readonly by: string | null },
): Promise<readonly InspectionChange[]> {
  const scanIds = inspections.map(({ scanId }) => scanId);
  const ports = await lockScans(transaction, scanIds);
  const before = new Map((await selectCurrent(transaction, scanIds)).map((row) => [row.scan_id, row]));
  const changeOf = ({ scanId, inspection, mayFollow }: InspectionToRecord): InspectionChange => {
    if (!ports.has(scanId)) return 'gone';
    const row = before.get(scanId);
    // First: whoever sends it again, because the answer was lost, has not seen what it wrote itself.
    if (row !== undefined && isSame(fromRow(row), inspection)) return 'unchanged';
    if (mayFollow?.(row?.version ?? null) === false) return 'overtaken';
    return row === undefined ? 'recorded' : 'corrected';
  };
  const changes: InspectionChange[] = [];
  for await (const chunk of inTurns(inChunks(inspections))) changes.push(...chunk.map(changeOf));
  const corrected = scanIds.filter((_, i) => changes[i] === 'corrected');
  for await (const ids of inTurns(inChunks(corrected))) {
    await transaction
      .updateTable('inspections')
      .set({ superseded_at: at.getTime() })
      .where('scan_id', 'in', ids)
      .where('superseded_at', 'is', null)
      .execute();
  }
  const written = inspections.flatMap(({ scanId, inspection }, i) => {
    const port = ports.get(scanId);
    const isWritten = changes[i] === 'recorded' || changes[i] === 'corrected';
    return port === undefined || !isWritten ? [] : [{ scanId, port, inspection }];
  });
  for await (const chunk of inTurns(inChunks(written))) {
    const rows = chunk.map(({ scanId, port, inspection }) => ({
      scan_id: scanId,
      port,
      version: (before.get(scanId)?.version ?? 0) + 1,
      outcome: inspection.outcome,
      selected_by: inspection.selectedBy,
      category: inspection.category,
      boxes: JSON.stringify(inspection.boxes),
      inspected_at: Date.parse(inspection.inspectedAt),
      recorded_at: at.getTime(),
      recorded_by: by,
      superseded_at: null,
    }));
    await transaction.insertInto('inspections').values(rows).execute();
  }
  return changes;
}

async function selectCurrent(db: Kysely<Tables>, scanIds: readonly string[]): Promise<readonly InspectionsTable[]> {
  const rows: InspectionsTable[] = [];
  for await (const ids of inTurns(inChunks(scanIds))) {
    const found = await db
      .selectFrom('inspections')
      .selectAll()
      .where('scan_id', 'in', ids)
      .where('superseded_at', 'is', null)
      .execute();
    rows.push(...found);
  }
  return rows;
}

function fromRow(row: InspectionsTable): RecordedInspection {
  return {
    scanId: row.scan_id,
    version: row.version,
    outcome: row.outcome,
    selectedBy: row.selected_by,
    category: row.category,
    boxes: readFoundBoxes(row),
    inspectedAt: new Date(row.inspected_at).toISOString(),
    recordedAt: new Date(row.recorded_at).toISOString(),
    recordedBy: row.recorded_by,
  };
}

function isSame(a: Inspection, b: Inspection): boolean {
  const content = ({ outcome, selectedBy, category, boxes, inspectedAt }: Inspection) =>
    JSON.stringify([outcome, selectedBy, category, boxes, inspectedAt]);
  return content(a) === content(b);
}
