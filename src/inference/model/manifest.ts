import { type Static, Type } from 'typebox';
import { PRECISIONS, RUNTIMES } from '../../domain/technology/technology.ts';

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

const RemoteTensor = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    datatype: Type.String({ minLength: 1, description: "In the protocol's words: FP32, UINT8." }),
    shape: Type.Array(Type.Integer({ minimum: -1 }), { description: '−1 where a size is free.' }),
  },
  closed,
);

const Shape = Type.Array(Type.Integer({ minimum: 1 }));

const RecordedServer = Type.Object(
  {
    serverName: Type.String(),
    serverVersion: Type.String(),
    platform: Type.String(),
    inputs: Type.Array(RemoteTensor, { minItems: 1 }),
    outputs: Type.Array(RemoteTensor, { minItems: 1 }),
    trial: Type.Optional(
      Type.Object(
        { input: Shape, output: Shape },
        {
          ...closed,
          description:
            'What shape the output that is read had for what shape of the input. An answer of which a dimension neither is as it was then nor grew as one of the input did is refused.',
        },
      ),
    ),
  },
  {
    ...closed,
    description:
      'What the server said of itself and of the model when it was added. One that says something else is refused: it is another technology.',
  },
);
export type RecordedServer = Static<typeof RecordedServer>;

const Remote = Type.Object(
  {
    address: Type.String({
      pattern: '^https?://[^\\s]+$',
      description: 'Of the server, without /v2: http://host:port. Its host must be in SCANBENCH_REMOTE_HOSTS.',
    }),
    model: Type.String({ minLength: 1, description: 'What the server calls it.' }),
    version: Type.Optional(Type.String({ minLength: 1, description: 'Left out where the server has no versions.' })),
    tokenVariable: Type.Optional(
      Type.String({
        pattern: '^SCANBENCH_REMOTE_TOKEN(_[A-Z0-9_]+)?$',
        description: 'The environment variable that holds the bearer token. The token itself stands in no file.',
      }),
    ),
    deadlineMs: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 600_000, description: 'Of one request; 10,000 by default.' }),
    ),
    recorded: RecordedServer,
  },
  { ...closed, description: 'Where a model of the runtime remote is served by the Open Inference Protocol.' },
);
export type Remote = Static<typeof Remote>;

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
          leastPx: Type.Optional(
            Type.Integer({
              minimum: 1,
              description: 'The smallest height and width that the model takes, where that is more than one multiple.',
            }),
          ),
          heightPx: Type.Optional(
            Type.Integer({
              minimum: 32,
              description:
                'The judged area is resized to this height, its width in proportion: scanners of any pitch show a container alike.',
            }),
          ),
          widths: Type.Optional(
            Type.Array(
              Type.Object(
                { toHeights: Type.Number({ exclusiveMinimum: 0 }), widthPx: Type.Integer({ minimum: 32 }) },
                closed,
              ),
              {
                minItems: 1,
                description:
                  'With heightPx: an area up to so many times as long as high is resized to this width, whatever its own; the first that it fits counts. Containers have two lengths, so scanners of any speed show them alike. What is longer than the last keeps its proportion to that.',
              },
            ),
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
    channel: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'Of a map or score with a channel for each class, the one of threats, from 0; without it there is one channel.',
      }),
    ),
    layout: Type.Optional(
      Type.Enum(['NCHW', 'NHWC'], {
        description: 'Of a map with a channel for each class, where it has them elsewhere than the input has its own.',
      }),
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

/** Which of `output.names` is read for each kind. */
export const NAME_OF_KIND = { 'anomaly-map': 'map', reconstruction: 'reconstruction', score: 'score' } as const;

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
    files: Type.Array(ModelFile, {
      description: 'The first is the one that the runtime opens. Only a remote model may have none.',
    }),
    runtime: Type.Enum(RUNTIMES),
    remote: Type.Optional(Remote),
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
