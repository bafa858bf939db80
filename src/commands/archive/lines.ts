import { type Static, Type } from 'typebox';
import { MetadataSchema } from '../../api/schemas/metadata.ts';
import { ScanDocumentSchema } from '../../api/schemas/scan-document.ts';
import { INSPECTION_OUTCOMES, SELECTED_BY } from '../../domain/comparison/inspection.ts';
import { DECISIONS } from '../../domain/screening/decision.ts';
import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import type {
  ArchivedInspectionRow,
  ArchivedScanRow,
  ArchivedScreeningRow,
} from '../../records/archive/archived-rows.ts';
import { readFoundBoxes } from '../../records/inspections/found-boxes.ts';
import { deleteScanCure, readColumn } from '../../records/read-column.ts';
import { screeningRow } from '../../records/scans/screening-row.ts';
import { type PicturesTable, SCREENING_ROLES } from '../../records/tables.ts';
import { Bounds, Count, closed } from '../files/schema-parts.ts';
import { Id, Moment, momentText, PortCode, Sha256 } from './line-parts.ts';

/** PostgreSQL takes no NUL in a column, and in a whole number of a row no more than 31 bits. */
const Name = Type.String({ maxLength: 256, pattern: '^[^\\u0000]*$' });
const LARGEST = 2_147_483_647;
const Position = Type.Integer({ minimum: 0, maximum: LARGEST });
const { views, failure, screenings } = ScanDocumentSchema.properties;

/** A line of `scans.jsonl`. */
export const ScanLineSchema = Type.Object(
  {
    id: Id,
    port: PortCode,
    state: Type.Enum(['screened', 'failed']),
    receivedAt: Moment,
    metadata: MetadataSchema,
    views,
    failure,
  },
  closed,
);

/** A line of `screenings.jsonl`: `screening` is what was answered. */
export const ScreeningLineSchema = Type.Object(
  {
    scanId: Id,
    role: Type.Enum(SCREENING_ROLES),
    position: Position,
    modelSha256: Type.Union([Sha256, Type.Literal('')]),
    screenedAt: Moment,
    screening: Type.Object({ ...screenings.items.properties, technology: Name }),
  },
  closed,
);

/** A line of `inspections.jsonl`: one version of what was found, the last of a scan is the one that counts. */
export const InspectionLineSchema = Type.Object(
  {
    scanId: Id,
    version: Type.Integer({ minimum: 1, maximum: LARGEST }),
    outcome: Type.Enum(INSPECTION_OUTCOMES),
    selectedBy: Type.Enum(SELECTED_BY),
    category: Type.Union([Name, Type.Null()]),
    boxes: Type.Array(
      Type.Object({ view: Name, box: screenings.items.properties.detections.items.properties.box }, closed),
    ),
    inspectedAt: Moment,
    recordedAt: Moment,
    recordedBy: Type.Union([Name, Type.Null()]),
    supersededAt: Type.Union([Moment, Type.Null()]),
  },
  closed,
);

/** A line of `pictures.jsonl`: the bytes are in `images/`, under their hash. */
export const PictureLineSchema = Type.Object(
  {
    scanId: Id,
    kind: Type.Enum(['upload', 'anomaly-map']),
    technology: Name,
    view: Name,
    energy: Name,
    position: Position,
    mediaType: Name,
    sha256: Sha256,
    bytes: Count,
  },
  closed,
);

/** A line of `technologies.jsonl`: what screened, gathered from the screenings for whoever reads the archive. */
export const TechnologyLineSchema = Type.Object(
  {
    technology: Name,
    modelSha256: Type.Union([Sha256, Type.Literal('')]),
    screenings: Count,
    firstAt: Moment,
    lastAt: Moment,
    decisions: Type.Record(Type.Enum(DECISIONS), Count),
    operatingPoints: Type.Array(screenings.items.properties.operatingPoint),
  },
  closed,
);

const JudgedSchema = Type.Object({
  operatingPoint: Type.Object({
    ...screenings.items.properties.operatingPoint.properties,
    pfaBounds: Bounds,
  }),
});

export type ScanLine = Static<typeof ScanLineSchema>;
export type ScreeningLine = Static<typeof ScreeningLineSchema>;
export type InspectionLine = Static<typeof InspectionLineSchema>;
export type PictureLine = Static<typeof PictureLineSchema>;

/** A line that was checked, as a row: moments in milliseconds, documents as JSON text. */
export function scanRowOf({ id, port, state, receivedAt, metadata, views, failure }: ScanLine): ArchivedScanRow {
  const { capturedAt, laneId, scannerId } = metadata;
  return {
    id,
    port,
    state,
    received_at: Date.parse(receivedAt),
    captured_at: capturedAt === undefined ? null : Date.parse(capturedAt),
    lane_id: laneId ?? null,
    scanner_id: scannerId ?? null,
    metadata: JSON.stringify(metadata),
    views: JSON.stringify(views),
    failure: failure === undefined ? null : JSON.stringify(failure),
  };
}

/** As JSON text: the documents go from the records into the archive as they are. */
export function scanLineText({ id, port, state, received_at, metadata, views, failure }: ArchivedScanRow): string {
  const why = failure === null ? '' : `,"failure":${failure}`;
  return (
    `{"id":"${id}","port":"${port}","state":"${state}","receivedAt":"${momentText(received_at)}",` +
    `"metadata":${metadata},"views":${views}${why}}`
  );
}

export function screeningRowOf(line: ScreeningLine): ArchivedScreeningRow {
  return screeningRow({ ...line, screenedAt: Date.parse(line.screenedAt) });
}

/** As JSON text. */
export function screeningLineText(row: ArchivedScreeningRow): string {
  const { scan_id: scanId, role, position, model_sha256: modelSha256, screened_at, document } = row;
  const beside = JSON.stringify({ scanId, role, position, modelSha256, screenedAt: momentText(screened_at) });
  return `${beside.slice(0, -1)},"screening":${document}}`;
}

export function inspectionRowOf(line: InspectionLine): ArchivedInspectionRow {
  const { scanId, version, outcome, selectedBy, category, boxes } = line;
  return {
    scan_id: scanId,
    version,
    outcome,
    selected_by: selectedBy,
    category,
    boxes: JSON.stringify(boxes),
    inspected_at: Date.parse(line.inspectedAt),
    recorded_at: Date.parse(line.recordedAt),
    recorded_by: line.recordedBy,
    superseded_at: line.supersededAt === null ? null : Date.parse(line.supersededAt),
  };
}

/** Throws `BrokenRow` where its boxes are damaged. */
export function inspectionLineOf(row: ArchivedInspectionRow): InspectionLine {
  const { scan_id: scanId, version, outcome, selected_by: selectedBy, category, recorded_by: recordedBy } = row;
  return {
    scanId,
    version,
    outcome,
    selectedBy,
    category,
    boxes: readFoundBoxes(row),
    inspectedAt: momentText(row.inspected_at),
    recordedAt: momentText(row.recorded_at),
    recordedBy,
    supersededAt: row.superseded_at === null ? null : momentText(row.superseded_at),
  };
}

export function pictureRowOf({ scanId, mediaType, ...rest }: PictureLine): PicturesTable {
  return { ...rest, scan_id: scanId, media_type: mediaType };
}

export function pictureLineOf(row: PicturesTable): PictureLine {
  const { scan_id, media_type, kind, technology, view, energy, position, sha256, bytes } = row;
  return { scanId: scan_id, kind, technology, view, energy, position, mediaType: media_type, sha256, bytes };
}

/** What the technologies line gathers of one screening. Throws `BrokenRow`. */
export function operatingPointOf({ scan_id, technology, document }: ArchivedScreeningRow): OperatingPoint {
  const { operatingPoint } = readColumn(JudgedSchema, document, {
    what: `the screening of the scan ${scan_id} by ${technology}`,
    cure: deleteScanCure(scan_id),
  });
  return operatingPoint;
}
