import { type Static, Type } from 'typebox';
import { Count } from '../files/schema-parts.ts';

/**
 * The files of lines in an archive, in the order in which they lie there. Files of reports follow their lines. The last
 * one only where images were asked for; these lie before it, so that on the way into the records the bytes come before
 * the row that names them.
 */
export const PARTS = [
  'scans.jsonl',
  'screenings.jsonl',
  'inspections.jsonl',
  'technologies.jsonl',
  'reports.jsonl',
  'pictures.jsonl',
] as const;
export type PartName = (typeof PARTS)[number];

export const MANIFEST_NAME = 'manifest.json';
export const IMAGE_FOLDER = 'images/';
export const REPORT_FOLDER = 'reports/';

/** Version 1 had no reports. */
export const FORMAT_VERSION = 2;

const Moment = Type.Union([Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' }), Type.Null()]);

/** What an archive says of itself: the first file in it. */
export const ManifestSchema = Type.Object(
  {
    format: Type.Literal('scanbench-pilot'),
    /** Counts up where an older version could not read it. */
    version: Type.Union([Type.Literal(1), Type.Literal(FORMAT_VERSION)]),
    madeBy: Type.String({ maxLength: 64 }),
    exportedAt: Moment,
    filter: Type.Object({ port: Type.Union([Type.String({ maxLength: 5 }), Type.Null()]), from: Moment, to: Moment }),
    /** `pseudonyms` stand for container numbers and consignments, the same for the same one in all archives of a host. */
    containerNumbers: Type.Enum(['pseudonyms', 'as-recorded']),
    parts: Type.Array(
      Type.Object({
        name: Type.Enum(PARTS),
        lines: Count,
        bytes: Count,
        sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      }),
      { maxItems: PARTS.length },
    ),
    images: Type.Object({ files: Count, bytes: Count }),
  },
  { title: 'PilotArchive' },
);
export type Manifest = Static<typeof ManifestSchema>;
