import { Type } from 'typebox';
import { REPORT_STATES } from '../../domain/comparison/report.ts';
import { FAILURE_CODES } from '../../domain/failure.ts';

const Moment = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

const PLAN_NAME = {
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  maxLength: 100,
  description: 'The name of a shipped plan: default, first-look, gate, loadgen.',
};

const Replacements = {
  technologies: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 32,
      uniqueItems: true,
      description: 'Ids of technologies or models, in place of those of the plan.',
    }),
  ),
  samples: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
      minItems: 1,
      maxItems: 32,
      uniqueItems: true,
      description:
        'Names of sample sets, in place of those of the plan: folders in samples of the data folder, or shipped ones.',
    }),
  ),
};

const Gallery = {
  gallery: Type.Optional(
    Type.Boolean({
      description:
        'Pictures of hits, misses and false alarms in report.html; none without it. It takes a key of all ports that has ' +
        'the scope scan:read, too, and so does reading the page.',
    }),
  ),
};

const closed = { additionalProperties: false } as const;

/** The body of `POST /v1/reports`; what an inline plan holds is checked where plans are read. */
export const ReportOrderSchema = Type.Object(
  {
    plan: Type.Optional(
      Type.Unsafe<string | Record<string, unknown>>({ type: ['string', 'object'], maxLength: PLAN_NAME.maxLength }),
    ),
    ...Replacements,
    ...Gallery,
  },
  closed,
);

/** The same body for OpenAPI, with the fields of a plan. */
export function reportOrderDescription(planSchema: object): object {
  const plan = Type.Union([Type.String(PLAN_NAME), Type.Unsafe(planSchema)], {
    default: 'default',
    description:
      'A plan as scanbench bench takes it, by name or with all its fields. Its samples are names, too; target is not taken.',
  });
  const schema = Type.Object(
    { plan: Type.Optional(plan), ...Replacements, ...Gallery },
    { ...closed, examples: [{ plan: 'first-look', technologies: ['local-contrast@onnx-cpu'], samples: ['smoke'] }] },
  );
  return { required: true, content: { 'application/json': { schema } } };
}

export const ReportListQuerySchema = Type.Object(
  {
    cursor: Type.Optional(
      Type.String({ format: 'uuid', description: 'nextCursor of the page before; without it the newest reports.' }),
    ),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  },
  closed,
);

const SummarySchema = Type.Object({
  technologies: Type.Array(Type.String()),
  threats: Type.Integer({ minimum: 0, description: 'Scans with a threat, of the accuracy run.' }),
  benigns: Type.Integer({ minimum: 0 }),
  verdicts: Type.Array(Type.String(), { description: 'A sentence for each pair of technologies.' }),
  warnings: Type.Array(Type.String(), { description: 'What to know before believing a number.' }),
});

export const ReportDocumentSchema = Type.Object(
  {
    id: Type.String({ description: 'UUIDv7' }),
    state: Type.Enum(REPORT_STATES),
    plan: Type.String({ description: 'The name of the plan.' }),
    createdAt: Type.String({ format: 'date-time' }),
    startedAt: Moment,
    endedAt: Moment,
    progress: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
      description:
        'Of parts, not of time: timing, the last but for drawing a gallery, lasts as long as the plan says. Null where it failed.',
    }),
    phrase: Type.String({ examples: ['screening scans, 5 of 17'] }),
    request: Type.Unknown({ description: 'What was asked for.' }),
    summary: Type.Union([SummarySchema, Type.Null()], { description: 'Of a finished one.' }),
    failure: Type.Union([Type.Object({ code: Type.Enum(FAILURE_CODES), message: Type.String() }), Type.Null()], {
      description: 'Of a failed one.',
    }),
  },
  { title: 'Report' },
);

export const ReportListSchema = Type.Object({
  items: Type.Array(ReportDocumentSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page.' }),
});

export const PlanListSchema = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        name: Type.String({ description: 'What POST /v1/reports takes as plan.' }),
        technologies: Type.Union([Type.Array(Type.String()), Type.Null()], {
          description: 'Null where it takes the first that are ready.',
        }),
        technologyLimit: Type.Integer({ minimum: 1, description: 'So many at most where none are named.' }),
        samples: Type.Array(Type.String(), { description: 'Names of sample sets.' }),
        scenarios: Type.Array(Type.String()),
        timingSeconds: Type.Number({
          minimum: 0,
          description: 'What timing one technology takes about, by the plan; loading and screening come on top.',
        }),
      },
      { title: 'PlanOutline' },
    ),
  ),
  nextCursor: Type.Null({ description: 'There is one page only.' }),
});

export const SampleSetListSchema = Type.Object({
  items: Type.Array(Type.Object({ name: Type.String() }, { title: 'SampleSet' })),
  nextCursor: Type.Null({ description: 'There is one page only.' }),
});

export const ReportIdParams = Type.Object({ id: Type.String({ description: 'UUIDv7' }) });

export const NO_SUCH_REPORT = 'No report with this id is on record: check the id, and that the key is of its port.';
