import { type Static, Type } from 'typebox';
import { DetectionSchema } from '../bench/report/report.ts';
import { LatencyClassesSchema, ScenarioSchema } from '../bench/speed/scenario-result.ts';
import {
  AlarmRatesSchema,
  AurocSchema,
  HistogramSchema,
  OperatingPointSchema,
  RateSchema,
} from '../evaluation/measure-schemas.ts';
import { Amount, Count, closed, orNull, pairOf, Share } from '../files/schema-parts.ts';

const Shares = pairOf(Share);

const AmountBounds = pairOf(Amount);

const Port = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    reportId: Type.String(),
    madeAt: Type.String(),
    scanbench: Type.String(),
    cpu: Type.String(),
    usableCpus: Count,
    threats: Count,
    benigns: Count,
  },
  { ...closed, description: 'One report: counts and where it comes from, never a scan.' },
);

const Rates = Type.Object({ threats: orNull(AlarmRatesSchema), benigns: orNull(AlarmRatesSchema) }, closed);

const AtPort = Type.Object({ port: Type.String(), rates: Rates, unscored: Count, auroc: orNull(AurocSchema) }, closed);

const HeterogeneitySchema = Type.Object(
  {
    groups: Count,
    q: Amount,
    pValue: Share,
    iSquared: Share,
    iSquaredBounds: Shares,
    smallestExpected: orNull(Amount),
  },
  {
    ...closed,
    description: 'Whether the ports have one value: Cochran’s Q with its p-value, and I² with 95 % bounds.',
  },
);

const InStratum = Type.Object({ ...HeterogeneitySchema.properties, pHolm: Share }, closed);

const MergedStratumSchema = Type.Object(
  {
    name: Type.String(),
    byPort: Type.Array(
      Type.Object(
        {
          port: Type.String(),
          pd: orNull(RateSchema),
          pfa: orNull(RateSchema),
          failed: Type.Optional(RateSchema),
          auroc: orNull(AurocSchema),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    pooled: Type.Object(
      {
        pd: orNull(RateSchema),
        pdVisible: orNull(RateSchema),
        threatsUndecided: orNull(RateSchema),
        pfa: orNull(RateSchema),
        benignsUndecided: orNull(RateSchema),
        failed: Type.Optional(
          Type.Object(RateSchema.properties, {
            ...closed,
            description: 'Of all its scans, those that got no answer; absent where all got one.',
          }),
        ),
        auroc: orNull(AurocSchema),
        aurocRange: orNull(Shares),
      },
      {
        ...closed,
        description:
          'AUROC of the bins, as over all scans; null where a report that has the part holds no histogram of it.',
      },
    ),
    heterogeneity: Type.Object(
      { pd: orNull(InStratum), pfa: orNull(InStratum), auroc: orNull(InStratum) },
      { ...closed, description: 'Between the ports that have the part; pHolm over all parts of the technology.' },
    ),
  },
  closed,
);
export type MergedStratum = Static<typeof MergedStratumSchema>;

const Strata = Type.Array(MergedStratumSchema);

const Unanswered = Type.Object(
  { failed: Count, refused: Count },
  { ...closed, description: 'Of the queries; later than any time, and in no class. Absent where all got an answer.' },
);
export type Unanswered = Static<typeof Unanswered>;

const LatencyAtPort = Type.Object(
  {
    port: Type.String(),
    traffic: Type.String(),
    queries: Count,
    unanswered: Type.Optional(Unanswered),
    classes: LatencyClassesSchema,
    withinTakt: orNull(RateSchema),
    held: Type.Optional(
      Type.Literal(false, {
        description: 'Of lanes and train that were not held: their latencies are of how long they lasted.',
      }),
    ),
  },
  closed,
);

const ThroughputAtPortSchema = Type.Object(
  {
    port: Type.String(),
    traffic: Type.String(),
    workers: orNull(Count),
    rounds: Count,
    queries: Count,
    unanswered: Type.Optional(Unanswered),
    scansPerSecond: Type.Union([Amount, Type.Null()], {
      description: 'Null where a search found no rate that keeps the bound.',
    }),
    bounds: Type.Union([AmountBounds, Type.Null()], { description: '95 %; null of fewer than six rounds.' }),
  },
  closed,
);

export type ThroughputAtPort = Static<typeof ThroughputAtPortSchema>;

const MergedTechnology = Type.Object(
  {
    label: Type.String({ description: 'The id; with its ports where one id stands for several technologies.' }),
    id: Type.String(),
    model: Type.Object({ id: Type.String(), version: Type.String(), sha256: Type.String() }, closed),
    operatingPoints: Type.Array(OperatingPointSchema, { minItems: 1 }),
    byPort: Type.Array(AtPort, { minItems: 1 }),
    pooled: Type.Object(
      {
        rates: Rates,
        unscored: Count,
        auroc: orNull(AurocSchema),
        aurocRange: orNull(Shares),
        histogram: HistogramSchema,
      },
      {
        ...closed,
        description:
          'All ports together. AUROC is that of the bins, in which scores are tied; before, it was within aurocRange.',
      },
    ),
    detection: DetectionSchema,
    heterogeneity: Type.Object(
      { pd: orNull(HeterogeneitySchema), pfa: orNull(HeterogeneitySchema), auroc: orNull(HeterogeneitySchema) },
      closed,
    ),
    strata: Type.Object(
      {
        ...{ condition: Strata, scanner: Strata, cargo: Strata, category: Strata, mass: Strata, place: Strata },
        contrast: Strata,
      },
      { ...closed, description: 'Parts of the scans over all ports, as each report has them.' },
    ),
    latencies: Type.Array(
      Type.Object(
        { scenario: ScenarioSchema, byPort: Type.Array(LatencyAtPort, { minItems: 1 }), all: LatencyClassesSchema },
        closed,
      ),
      { description: 'As observed, each on the machine of its port.' },
    ),
    throughput: Type.Array(
      Type.Object({ scenario: ScenarioSchema, byPort: Type.Array(ThroughputAtPortSchema, { minItems: 1 }) }, closed),
      { description: 'Of offline, and the highest rate of server: each on the machine of its port, never added up.' },
    ),
  },
  closed,
);
export type MergedTechnology = Static<typeof MergedTechnology>;

/** What `scanbench merge` writes as `report.json`; published as JSON Schema in `bench/merged-report.schema.json`. */
export const MergedReportSchema = Type.Object(
  {
    kind: Type.Literal('scanbench-merged-report'),
    version: Type.Literal(1),
    id: Type.String({ minLength: 1, description: 'UUIDv7.' }),
    madeAt: Type.String(),
    scanbench: Type.String(),
    pfaLimits: Type.Array(Share),
    ports: Type.Array(Port, { minItems: 2 }),
    technologies: Type.Array(MergedTechnology),
    notes: Type.Array(Type.String(), { description: 'What a reader must know before relying on a number.' }),
  },
  { ...closed, $id: 'urn:scanbench:schema:merged-report', title: 'Scanbench report of several ports' },
);
export type MergedReport = Static<typeof MergedReportSchema>;
