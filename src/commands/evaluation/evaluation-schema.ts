import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { FAILURE_CODES, fail, type Outcome, succeed } from '../../domain/failure.ts';
import { parseJson } from '../../domain/parse-json.ts';
import { Amount, Count, closed, Share } from '../files/schema-parts.ts';
import { unreadable } from '../files/unreadable.ts';
import { CONDITIONS, type Evaluation, POPULATIONS } from './evaluation.ts';

const PairOf = (end: object) =>
  Type.Unsafe<readonly [number, number]>({ type: 'array', items: end, minItems: 2, maxItems: 2 });
const Bounds = PairOf(Share);
const DifferenceBounds = PairOf(Type.Number());
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

function orNull<Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

export const RateSchema = Type.Object({ count: Count, n: Count, rate: Share, bounds: Bounds }, closed);
export const AlarmRatesSchema = Type.Object(
  {
    alarm: RateSchema,
    undecided: RateSchema,
    failed: Type.Optional(
      Type.Object(RateSchema.properties, { ...closed, description: 'Without an answer; absent where all have one.' }),
    ),
    alarmOrUndecided: Type.Object(RateSchema.properties, {
      ...closed,
      description: 'What an officer must look at: alarms, undecided and failed scans.',
    }),
  },
  closed,
);
export const AurocSchema = Type.Object(
  { value: Share, standardError: orNull(Type.Number()), bounds: Bounds, threats: Count, benigns: Count },
  closed,
);
const EstimateSchema = Type.Object({ value: Type.Number(), bounds: DifferenceBounds }, closed);

export const OperatingPointSchema = Type.Object(
  { name: Type.String(), threshold: Share, pfaLimit: Share, benignCount: Count, pfaBounds: Bounds },
  closed,
);

const PopulationSchema = Type.Object(
  {
    name: Type.Enum([...POPULATIONS]),
    rates: Type.Object({ threats: orNull(AlarmRatesSchema), benigns: orNull(AlarmRatesSchema) }, closed),
    auroc: orNull(AurocSchema),
  },
  closed,
);

export const CurvePointSchema = Type.Object(
  { pfaLimit: Share, threshold: orNull(Type.Number()), pfa: RateSchema, pd: RateSchema, pdBand: Bounds },
  closed,
);

const BinCountsSchema = Type.Record(Type.String({ pattern: '^(?:0|[1-9][0-9]?|1[0-9]{2})$' }), Count, closed);

const Strata = Type.Array(
  Type.Object(
    {
      name: Type.String(),
      pd: orNull(RateSchema),
      pdVisible: orNull(RateSchema),
      threatsUndecided: orNull(RateSchema),
      pfa: orNull(RateSchema),
      benignsUndecided: orNull(RateSchema),
      failed: Type.Optional(RateSchema),
      auroc: orNull(AurocSchema),
      histogram: Type.Optional(
        Type.Object(
          { threats: BinCountsSchema, benigns: orNull(BinCountsSchema) },
          {
            ...closed,
            description:
              'Scores of the part: bin of 200, from 0, and count. Benigns null: threats alone, ranked against all benign scans.',
          },
        ),
      ),
    },
    closed,
  ),
);

const LocalisationSchema = Type.Object(
  {
    name: Type.Enum(['all threats', 'threats not below penetration']),
    touched: orNull(RateSchema),
    pixelAuroc: orNull(Share),
    aupro: orNull(Share),
    aupimo: orNull(Type.Object({ value: Type.Number(), bounds: DifferenceBounds, n: Count }, closed)),
  },
  closed,
);

export const HistogramSchema = Type.Object({ threats: Type.Array(Count), benigns: Type.Array(Count) }, closed);

const ConditionSchema = Type.Enum(['all', ...CONDITIONS]);

const MeasuresSchema = Type.Object(
  {
    condition: ConditionSchema,
    unscored: Count,
    populations: Type.Array(PopulationSchema),
    operatingCurve: Type.Array(CurvePointSchema),
    averagePrecision: orNull(EstimateSchema),
    localisation: Type.Array(LocalisationSchema),
    histogram: HistogramSchema,
  },
  closed,
);

const TechnologySchema = Type.Object(
  {
    id: Type.String(),
    model: Type.Object({ id: Type.String(), version: Type.String(), sha256: Sha256 }, closed),
    operatingPoints: Type.Array(OperatingPointSchema, { minItems: 1 }),
    failures: Type.Optional(
      Type.Array(Type.Object({ code: Type.Enum([...FAILURE_CODES]), message: Type.String(), scans: Count }, closed), {
        description: 'Why scans got no answer, the most frequent cause first; absent where all got one.',
      }),
    ),
    measures: Type.Array(MeasuresSchema, { minItems: 1 }),
    strata: Type.Object(
      { condition: Strata, scanner: Strata, cargo: Strata, category: Strata, mass: Strata, place: Strata },
      closed,
    ),
  },
  closed,
);

const PairedAlarmsSchema = Type.Object(
  {
    counts: Type.Object({ bothRight: Count, onlyFirstRight: Count, onlySecondRight: Count, bothWrong: Count }, closed),
    pValue: Share,
    pHolm: orNull(Share),
  },
  closed,
);

const ComparisonSchema = Type.Object(
  {
    first: Type.String(),
    second: Type.String(),
    condition: ConditionSchema,
    threats: Count,
    benigns: Count,
    auroc: orNull(
      Type.Object(
        { difference: Type.Number(), bounds: DifferenceBounds, pValue: orNull(Share), pHolm: orNull(Share) },
        closed,
      ),
    ),
    onThreats: orNull(PairedAlarmsSchema),
    onBenigns: orNull(PairedAlarmsSchema),
  },
  closed,
);

/** The machine, as `evaluation.ts` describes it. */
export const HostSchema = Type.Object(
  {
    cpu: Type.String(),
    usableCpus: Count,
    cpuQuota: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'CPUs that the control group allows; absent without a limit.' }),
    ),
    memoryGiB: Amount,
    memoryLimitMiB: Type.Optional(
      Type.Integer({ minimum: 1, description: 'That the control group allows; absent without a limit.' }),
    ),
    gpus: Type.Optional(
      Type.Unsafe<readonly string[]>(
        Type.Array(Type.String(), { minItems: 1, description: "With their driver, as NVIDIA's tool tells them." }),
      ),
    ),
    system: Type.String(),
    node: Type.String(),
    scanbench: Type.String(),
    commit: Type.Optional(
      Type.Object(
        { id: Type.String(), hasChanges: Type.Boolean() },
        { ...closed, description: 'That Scanbench was checked out at; absent where it was installed otherwise.' },
      ),
    ),
  },
  closed,
);

/** `evaluation.json`, as `evaluation.ts` describes it. */
export const EvaluationSchema = Type.Object(
  {
    kind: Type.Literal('scanbench-evaluation'),
    version: Type.Literal(1),
    madeAt: Type.String(),
    command: Type.String(),
    host: HostSchema,
    seed: Type.Integer(),
    sets: Type.Array(
      Type.Object(
        {
          folder: Type.String(),
          benigns: Count,
          threats: Count,
          belowPenetration: Count,
          unreadable: Type.Optional(
            Type.Integer({ minimum: 1, description: 'Scans that cannot be read, and are in no number.' }),
          ),
          planesSha256: Sha256,
        },
        closed,
      ),
    ),
    technologies: Type.Array(TechnologySchema),
    comparisons: Type.Array(ComparisonSchema),
  },
  closed,
);

/** Reads an `evaluation.json`. Fails with the file and the field that is wrong, or with why the file cannot be read. */
export async function readEvaluation(file: string): Promise<Outcome<Evaluation>> {
  let json: unknown;
  try {
    json = parseJson(await readFile(file, 'utf8'));
  } catch (error) {
    return fail('not-found', unreadable(file, error, 'name an evaluation.json'));
  }
  if (Value.Check(EvaluationSchema, json)) return succeed(json);
  const [error] = Value.Errors(EvaluationSchema, json);
  const field = error?.instancePath.slice(1).replaceAll('/', '.') || 'the evaluation';
  return fail(
    'malformed-request',
    `${file}: ${field}: ${error?.message ?? 'is no evaluation'}; make it anew with scanbench evaluate.`,
  );
}
