import { type Static, Type } from 'typebox';
import { PRECISIONS, RUNTIMES } from '../domain/technology.ts';

const Ratio = Type.Number({ minimum: 0, maximum: 1 });
/** A tuple in the words of JSON Schema 2020-12, which TypeBox writes in those of an older draft. */
const RatioPair = Type.Unsafe<[number, number]>({
  type: 'array',
  prefixItems: [Ratio, Ratio],
  items: false,
  minItems: 2,
});
const closed = { additionalProperties: false } as const;

const ModelFile = Type.Object(
  {
    path: Type.String({ minLength: 1, description: 'Relative to the model folder; a path that leaves it is refused.' }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    bytes: Type.Integer({ minimum: 1 }),
  },
  closed,
);

const Input = Type.Object(
  {
    name: Type.String({ minLength: 1, description: "The input tensor's name." }),
    energies: Type.Array(Type.Enum(['high', 'low']), { minItems: 1, maxItems: 2, uniqueItems: true }),
    planes: Type.Array(Type.Enum(['transmission', 'attenuation', 'ratio']), {
      minItems: 1,
      uniqueItems: true,
      description:
        'Channels in order: transmission and attenuation give one channel per energy, ratio (ln T_low / ln T_high) one.',
    }),
    type: Type.Enum(['float32', 'uint8']),
    layout: Type.Enum(['NCHW', 'NHWC']),
    size: Type.Optional(
      Type.Object({ widthPx: Type.Integer({ minimum: 1 }), heightPx: Type.Integer({ minimum: 1 }) }, closed),
    ),
    dynamic: Type.Optional(
      Type.Object(
        {
          multipleOfPx: Type.Integer({ minimum: 1 }),
          heightPx: Type.Optional(
            Type.Integer({
              minimum: 32,
              description:
                'The judged area is resized to this height, its width in proportion: scanners of any pitch show a container alike.',
            }),
          ),
        },
        closed,
      ),
    ),
    area: Type.Optional(
      Type.Enum(['goods', 'container'], {
        description:
          'What is judged: the inside of the container less its frame and floor (the default), or its whole rectangle.',
      }),
    ),
    normalize: Type.Object(
      { mean: Type.Array(Type.Number()), std: Type.Array(Type.Number({ exclusiveMinimum: 0 })) },
      { ...closed, description: 'Per channel, (value − mean) / std, in the units of the plane.' },
    ),
    tile: Type.Optional(
      Type.Object({ sizePx: Type.Integer({ minimum: 32 }), overlapPx: Type.Integer({ minimum: 0 }) }, closed),
    ),
  },
  closed,
);

const Output = Type.Object(
  {
    kind: Type.Enum(['anomaly-map', 'reconstruction', 'score']),
    names: Type.Object(
      {
        map: Type.Optional(Type.String({ minLength: 1 })),
        reconstruction: Type.Optional(Type.String({ minLength: 1 })),
        score: Type.Optional(Type.String({ minLength: 1 })),
      },
      closed,
    ),
    smoothPx: Type.Optional(
      Type.Number({ minimum: 0, description: 'Gaussian sigma applied to the anomaly map before it is judged.' }),
    ),
    minimumAreaPx: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Connected regions smaller than this are not detections.' }),
    ),
  },
  closed,
);

const OperatingPoint = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    threshold: Ratio,
    pfaLimit: Ratio,
    benignCount: Type.Integer({ minimum: 0 }),
    pfaBounds: RatioPair,
  },
  closed,
);

const ScoreSummary = Type.Object(
  {
    scores: Type.Array(Ratio, { minItems: 1, maxItems: 101, description: 'Ascending and distinct.' }),
    countsAtOrBelow: Type.Array(Type.Integer({ minimum: 1 }), {
      minItems: 1,
      maxItems: 101,
      description: 'How many benign scans scored at or below each of them; the last is all.',
    }),
  },
  closed,
);

/** `models/<id>/manifest.json`, published as JSON Schema in `models/manifest.schema.json`. */
export const ManifestSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,63}$' }),
    version: Type.String({ minLength: 1 }),
    title: Type.String({ minLength: 1 }),
    licence: Type.String({ minLength: 1 }),
    listing: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'Models are listed by this number, those without one last, then by id. The first that is ready screens where no champion is named.',
      }),
    ),
    files: Type.Array(ModelFile, { minItems: 1, description: 'The first is the one that the runtime opens.' }),
    runtime: Type.Enum(RUNTIMES),
    precision: Type.Enum(PRECISIONS),
    input: Input,
    output: Output,
    operatingPoints: Type.Array(OperatingPoint, { minItems: 1, description: 'The first is the default.' }),
    calibrationScores: Type.Optional(
      Type.Record(Type.String({ minLength: 1 }), ScoreSummary, {
        description: 'What the scores of the benign scans were, by operating point: live scores are held against them.',
      }),
    ),
    training: Type.Object(
      {},
      { additionalProperties: true, description: 'Data, seed, commit, hardware; or how the graph was written.' },
    ),
    evaluation: Type.Object({}, { additionalProperties: true }),
    limits: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: 'Where it fails, in plain sentences.',
    }),
  },
  { ...closed, $id: 'urn:scanbench:schema:model-manifest', title: 'Scanbench model manifest' },
);
export type Manifest = Static<typeof ManifestSchema>;
