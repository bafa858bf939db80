import { Type } from 'typebox';
import { PRECISIONS, PROVIDERS, RUNTIMES } from '../../domain/technology/technology.ts';

const Ratio = Type.Number({ minimum: 0, maximum: 1 });

export const OperatingPointSchema = Type.Object(
  {
    name: Type.String(),
    threshold: Type.Number({ minimum: 0, maximum: 1, description: 'A score at or above it alarms.' }),
    pfaLimit: Type.Number({ minimum: 0, maximum: 1, description: 'The false-alarm limit it was chosen for.' }),
    benignCount: Type.Integer({ minimum: 0, description: 'Benign scans it was chosen on.' }),
    pfaBounds: Type.Array(Ratio, { minItems: 2, maxItems: 2, description: '95 % bounds of the false-alarm rate.' }),
  },
  { title: 'OperatingPoint' },
);

const TechnologySchema = Type.Object(
  {
    id: Type.String({ description: '<model>@<runtime>-<provider>', examples: ['local-contrast@onnx-cpu'] }),
    model: Type.Object({ id: Type.String(), version: Type.String(), sha256: Type.String() }),
    runtime: Type.Enum(RUNTIMES),
    provider: Type.Enum(PROVIDERS),
    precision: Type.Enum(PRECISIONS),
    tellsPlaces: Type.Boolean({
      description: 'Whether its boxes and maps say where something is; a model of one score marks all that it judged.',
    }),
    operatingPoint: OperatingPointSchema,
    state: Type.Enum(['ready', 'unavailable']),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'Why it is unavailable; null when ready.' }),
  },
  { title: 'Technology' },
);

/** One technology with what its makers say of it. */
export const DescribedTechnologySchema = Type.Object(
  {
    ...TechnologySchema.properties,
    card: Type.Union([Type.String(), Type.Null()], { description: "The model's card, Markdown; null without one." }),
  },
  { title: 'DescribedTechnology' },
);

export const TechnologyListSchema = Type.Object({
  items: Type.Array(TechnologySchema),
  nextCursor: Type.Null({ description: 'There is one page only.' }),
});
