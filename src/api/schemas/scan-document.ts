import { Type } from 'typebox';
import { FAILURE_CODES } from '../../domain/failure.ts';
import { ENERGIES } from '../../domain/scan/plane.ts';
import { QUALITY_FLAGS } from '../../domain/scan/quality.ts';
import { DECISIONS, UNDECIDED_REASONS } from '../../domain/screening/decision.ts';
import { SCAN_STATES } from '../../domain/screening/scan.ts';
import { RecordedInspectionSchema } from './inspection.ts';
import { MetadataSchema } from './metadata.ts';
import { SCAN_EXAMPLE } from './scan-example.ts';
import { OperatingPointSchema } from './technology.ts';

const Ratio = Type.Number({ minimum: 0, maximum: 1 });
const Milliseconds = Type.Number({ minimum: 0 });

const BoxSchema = Type.Object(
  { x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() },
  { title: 'Box', description: "In the view's own pixels; x, y is the top-left corner." },
);

const ViewSchema = Type.Object(
  {
    name: Type.String(),
    widthPx: Type.Integer(),
    heightPx: Type.Integer(),
    bitDepth: Type.Enum([8, 16]),
    energies: Type.Array(Type.Enum(ENERGIES)),
    sha256: Type.String(),
    container: Type.Union([BoxSchema, Type.Null()], {
      description: 'Null when it was not located: then the whole view was judged, and the flags say so.',
    }),
    containers: Type.Array(BoxSchema, { description: 'All of them, left to right.' }),
    quality: Type.Object(
      {
        darkRatio: Ratio,
        saturatedRatio: Ratio,
        deadLines: Type.Integer({ minimum: 0 }),
        flags: Type.Array(Type.Enum(QUALITY_FLAGS)),
      },
      { title: 'Quality' },
    ),
    image: Type.Optional(Type.String({ description: 'A data URI of a grey PNG; only with images=inline.' })),
  },
  { title: 'View' },
);

const TimingsSchema = Type.Object(
  {
    queueMs: Milliseconds,
    decodeMs: Milliseconds,
    prepareMs: Milliseconds,
    inferMs: Milliseconds,
    interpretMs: Milliseconds,
    totalMs: Type.Number({
      minimum: 0,
      description:
        "From the moment the body had arrived whole until the answer was made: the service's own time, without the " +
        'way of the bytes and without what other technologies of the same scan took.',
    }),
  },
  { title: 'Timings', description: 'A stage that was not run is 0.' },
);

const ScreeningSchema = Type.Object(
  {
    technology: Type.String(),
    decision: Type.Enum(DECISIONS),
    reason: Type.Union([Type.Enum(UNDECIDED_REASONS), Type.Null()], { description: 'Null unless undecided.' }),
    score: Type.Union([Ratio, Type.Null()], { description: 'Null only with missing-energy. Not a probability.' }),
    operatingPoint: OperatingPointSchema,
    detections: Type.Array(
      Type.Object(
        {
          view: Type.String(),
          box: BoxSchema,
          score: Ratio,
          category: Type.Union([Type.String(), Type.Null()]),
        },
        { title: 'Detection' },
      ),
    ),
    anomalyMaps: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          'By view, an 8-bit grey PNG in the size of the view, 255 = score 1: a data URI with maps=inline, else its address.',
      }),
    ),
    timings: TimingsSchema,
  },
  { title: 'Screening' },
);

/** The answer to a posted scan. */
export const ScanDocumentSchema = Type.Object(
  {
    id: Type.String({ description: 'UUIDv7' }),
    receivedAt: Type.String({ description: 'When the body had arrived whole, ISO 8601 UTC.' }),
    state: Type.Enum(SCAN_STATES, {
      description:
        'queued: accepted with respond-async and not screened yet, so without views and screenings; failed: accepted, ' +
        'but it could not be screened, and failure says why.',
    }),
    failure: Type.Optional(Type.Object({ code: Type.Enum(FAILURE_CODES), message: Type.String() })),
    metadata: MetadataSchema,
    views: Type.Array(ViewSchema),
    screenings: Type.Array(ScreeningSchema),
    inspection: Type.Optional(RecordedInspectionSchema),
  },
  { title: 'Scan', examples: [SCAN_EXAMPLE] },
);
