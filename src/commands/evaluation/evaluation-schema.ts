import { Type } from 'typebox';
import { FAILURE_CODES } from '../../domain/failure.ts';
import { Count, closed, orNull, Share } from '../files/schema-parts.ts';
import { HostSchema } from '../origin/host-schema.ts';
import { CONDITIONS, POPULATIONS } from './evaluation.ts';
import {
  AlarmRatesSchema,
  AurocSchema,
  CurvePointSchema,
  DifferenceBounds,
  HistogramSchema,
  OperatingPointSchema,
  RateSchema,
} from './measure-schemas.ts';

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

const EstimateSchema = Type.Object({ value: Type.Number(), bounds: DifferenceBounds }, closed);

const PopulationSchema = Type.Object(
  {
    name: Type.Enum([...POPULATIONS]),
    rates: Type.Object({ threats: orNull(AlarmRatesSchema), benigns: orNull(AlarmRatesSchema) }, closed),
    auroc: orNull(AurocSchema),
  },
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
      {
        ...{ condition: Strata, scanner: Strata, cargo: Strata, category: Strata, mass: Strata, place: Strata },
        contrast: Type.Optional(Strata),
      },
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
          planesSha256: orNull(Sha256),
        },
        closed,
      ),
    ),
    technologies: Type.Array(TechnologySchema),
    comparisons: Type.Array(ComparisonSchema),
    warnings: Type.Optional(
      Type.Array(Type.String(), {
        description: 'What a reader must know; absent in a report of scanbench bench, which has its own.',
      }),
    ),
  },
  closed,
);
