import type { Generated } from 'kysely';
import type { InspectionOutcome, SelectedBy } from '../domain/comparison/inspection.ts';
import type { DecisionName } from '../domain/screening/decision.ts';
import type { ScanState } from '../domain/screening/scan.ts';
import type { AccessTables } from './access/access-tables.ts';
import type { EventTables } from './events/event-tables.ts';
import type { ReportTables } from './reports/report-tables.ts';

// The tables as they stand after the last migration, the same in SQLite and PostgreSQL: texts and numbers only. Moments
// are milliseconds since 1970, JSON is text, and what is absent is null.

/** A scan that was acknowledged. */
export interface ScansTable {
  /** UUIDv7: its order is the order of arrival. */
  id: string;
  /** UN/LOCODE, or empty where neither the key nor the sender named a port. */
  port: string;
  state: ScanState;
  received_at: number;
  captured_at: number | null;
  lane_id: string | null;
  scanner_id: string | null;
  /** See `declaredCargo`. */
  cargo: string | null;
  /** See `numberDecisions`; null until it was screened. */
  decision_set: number | null;
  /** `ScanMetadata` as JSON. */
  metadata: string;
  /** `ViewReport[]` as JSON; empty until it was screened. */
  views: string;
  /** `Failure` as JSON where it could not be screened after it was accepted. */
  failure: string | null;
  /** What was asked for, as JSON, while it waits to be screened. */
  request: string | null;
  /** How often it was taken from the queue, but for tries that ended through no fault of its own. */
  attempts: Generated<number>;
  /** When its container number and consignment became pseudonyms, and its pictures went. */
  pseudonymised_at: number | null;
}

/** The containers of a scan, apart from it so that they can be searched for, and forgotten. */
export interface ScanContainersTable {
  scan_id: string;
  /** That of the scan: who searches within a port finds nothing of others. */
  port: string;
  container_number: string;
}

/** `asked`: named by the client, and not the champion. */
export const SCREENING_ROLES = ['champion', 'challenger', 'asked'] as const;
export type ScreeningRole = (typeof SCREENING_ROLES)[number];

/** One pass of a scan through one technology: `document` is what was answered, the columns are what is searched for. */
export interface ScreeningsTable {
  scan_id: string;
  technology: string;
  role: ScreeningRole;
  /** The place in the answer. */
  position: number;
  model_sha256: string;
  screened_at: number;
  decision: DecisionName;
  score: number | null;
  threshold: number;
  total_ms: number;
  /** Of the scan, once more: latencies are read from an index, not from the scan. */
  port: string;
  lane_id: string | null;
  cargo: string | null;
  received_at: number;
  /** `Screening` as JSON, its maps as addresses. */
  document: string;
}

/** A picture of a scan: its bytes lie in the picture store, under their hash. */
export interface PicturesTable {
  scan_id: string;
  kind: 'upload' | 'anomaly-map';
  /** Empty for an upload. */
  technology: string;
  view: string;
  /** Empty where the sender named none, and for a map. */
  energy: string;
  /** The order in which the files of a scan came. */
  position: number;
  media_type: string;
  sha256: string;
  bytes: number;
}

/** What officers found. A correction is a new version; the one before stays. */
export interface InspectionsTable {
  scan_id: string;
  /** That of the scan: a port's inspections are counted without a look at those of others. */
  port: string;
  /** 1, 2, 3 …; the last one counts. */
  version: number;
  outcome: InspectionOutcome;
  selected_by: SelectedBy;
  category: string | null;
  /** `FoundBox[]` as JSON. */
  boxes: string;
  inspected_at: number;
  recorded_at: number;
  /** The id of the API key; null for this machine itself. */
  recorded_by: string | null;
  /** When a correction took its place; null of the one that counts. */
  superseded_at: number | null;
}

/** What a client called its request, so that a retry finds the first answer. */
export interface IdempotencyKeysTable {
  port: string;
  /** Hash of the key as sent: what it says is nobody's business. */
  key_sha256: string;
  /** Hash of the body and of all that decides the answer. */
  fingerprint: string;
  scan_id: string;
  created_at: number;
}

/** Who screened from when on. */
export interface LineupsTable {
  /** UUIDv7: the greatest is in force. */
  id: string;
  since: number;
  champion: string | null;
  /** Ids, separated by spaces. */
  challengers: string;
  changed_by: string | null;
}

/** Who decided what, as JSON of `DecisionEntry[]`: many scans share one. */
export interface DecisionSetsTable {
  id: Generated<number>;
  decisions: string;
}

export interface Tables extends AccessTables, EventTables, ReportTables {
  scans: ScansTable;
  decision_sets: DecisionSetsTable;
  scan_containers: ScanContainersTable;
  screenings: ScreeningsTable;
  pictures: PicturesTable;
  lineups: LineupsTable;
  inspections: InspectionsTable;
  idempotency_keys: IdempotencyKeysTable;
}
