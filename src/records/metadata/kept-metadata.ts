import { Type } from 'typebox';
import type { Outcome } from '../../domain/failure.ts';
import type { ScanMetadata } from '../../domain/scan/scan-metadata.ts';
import { type ColumnName, checkColumn, deleteScanCure, readColumn } from '../read-column.ts';

/**
 * What `scans.metadata` holds. Rules for senders are none of this: they grew over the versions whose rows lie here, and
 * pseudonyms break them.
 */
const KeptMetadataSchema = Type.Object({
  containerNumber: Type.Optional(Type.String()),
  containerNumbers: Type.Optional(Type.Array(Type.String())),
  portCode: Type.Optional(Type.String()),
  scannerId: Type.Optional(Type.String()),
  laneId: Type.Optional(Type.String()),
  capturedAt: Type.Optional(Type.String()),
  pixelPitchMm: Type.Optional(Type.Number()),
  energiesMeV: Type.Optional(Type.Object({ high: Type.Optional(Type.Number()), low: Type.Optional(Type.Number()) })),
  consignmentId: Type.Optional(Type.String()),
  hsCodes: Type.Optional(Type.Array(Type.String())),
  declaredEmpty: Type.Optional(Type.Boolean()),
  declaredGrossKg: Type.Optional(Type.Number()),
});

interface MetadataRow {
  readonly id: string;
  readonly metadata: string;
}

/** The metadata of a scan on record. Throws `BrokenRow`. */
export function readMetadata({ id, metadata }: MetadataRow): ScanMetadata {
  return readColumn(KeptMetadataSchema, metadata, nameOf(id));
}

/** The same for whoever goes on without it. Fails with `records-unavailable`. */
export function checkMetadata({ id, metadata }: MetadataRow): Outcome<ScanMetadata> {
  return checkColumn(KeptMetadataSchema, metadata, nameOf(id));
}

function nameOf(id: string): ColumnName {
  return { what: `the metadata of the scan ${id}`, cure: deleteScanCure(id) };
}
