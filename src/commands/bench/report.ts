import { type Static, Type } from 'typebox';
import { DECISIONS, UNDECIDED_REASONS } from '../../domain/decision.ts';
import { FAILURE_CODES } from '../../domain/failure.ts';
import { PRECISIONS, PROVIDERS, RUNTIMES } from '../../domain/technology.ts';
import { SCENARIOS } from '../../performance/traffic.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { CurvePointSchema, EvaluationSchema, OperatingPointSchema } from '../evaluation/evaluation-schema.ts';
import { PlanSchema } from './plan.ts';
import { RemoteProfileSchema } from './remote-profile.ts';

/** Raised whenever an older reader would misread the file. */
export const REPORT_VERSION = 2;

const closed = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0 });
const Amount = Type.Number({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Bounds = Type.Unsafe<readonly [number, number]>({
  type: 'array',
  prefixItems: [{ type: 'number' }, { type: 'number' }],
  items: false,
  minItems: 2,
});
export const ScenarioSchema = Type.Enum([...SCENARIOS]);

export const LatencyClassesSchema = Type.Array(Type.Object({ upToMs: Amount, count: Count }, closed));

const Percentile = Type.Union([
  Type.Object(
    {
      state: Type.Literal('estimated'),
      percentile: Share,
      latencyMs: Amount,
      queries: Count,
      discarded: Count,
    },
    closed,
  ),
  Type.Object({ state: Type.Literal('too-few-queries'), percentile: Share, queries: Count, needed: Count }, closed),
  Type.Object(
    { state: Type.Literal('refused'), percentile: Share, queries: Count, refused: Count },
    { ...closed, description: 'More queries were refused or failed than the percentile leaves out.' },
  ),
]);

const OpenLoop = Type.Object(
  {
    refused: Type.Integer({ minimum: 0, description: 'Of the queries; never answered, hence later than any time.' }),
    slowestMs: Amount,
    meanLateMs: Type.Number({ minimum: 0, description: 'By which the driver issued a query after it was due.' }),
  },
  { ...closed, description: 'Where arrivals do not wait for answers.' },
);
export type OpenLoopResult = Static<typeof OpenLoop>;

const Search = Type.Object(
  {
    capacityPerSecond: Type.Number({ minimum: 0, description: 'Scans a second with all of them there at once.' }),
    highestKept: Type.Union([Amount, Type.Null()], {
      description: 'The highest rate of arrivals that kept the bound; null where none did.',
    }),
    lowestBroken: Type.Number({ minimum: 0, description: 'The lowest above it that did not, or the capacity.' }),
    trials: Type.Array(
      Type.Object(
        { perSecond: Amount, queries: Count, slower: Count, slowerAllowed: Count, isKept: Type.Boolean() },
        closed,
      ),
    ),
  },
  closed,
);

const Drawn = { joulesPerScan: Amount, watts: Amount };
const Energy = Type.Object(
  { ...Drawn, byRound: Type.Array(Type.Object(Drawn, closed)) },
  { ...closed, description: 'Of whole devices, with whatever else worked on them.' },
);
const EnergySource = Type.Union([
  Type.Object({ state: Type.Literal('read'), what: Type.String() }, closed),
  Type.Object({ state: Type.Literal('not-readable'), reason: Type.String() }, closed),
]);

const ScenarioResult = Type.Object(
  {
    scenario: ScenarioSchema,
    rounds: Count,
    queries: Count,
    workers: Type.Union([Count, Type.Null()], { description: 'Null where a service was driven.' }),
    seconds: Amount,
    scansPerSecond: Amount,
    meanLatencyMs: Type.Union([Amount, Type.Null()], {
      description: 'From the intended start; null where the scenario has all queries due at once.',
    }),
    percentiles: Type.Array(Percentile, {
      description: 'After LoadGen, with 99 % confidence; of the latency of queries.',
    }),
    latencies: Type.Union([LatencyClassesSchema, Type.Null()], {
      description:
        'How latencies are spread: so many above the class before and no higher than upToMs; eight classes a doubling.',
    }),
    withinTakt: Type.Union([Type.Object({ count: Count, n: Count, rate: Share, bounds: Bounds }, closed), Type.Null()]),
    cpuMsPerScan: Type.Union([Amount, Type.Null()], { description: 'Null where a service does not tell.' }),
    scansPerCoreSecond: Type.Union([Amount, Type.Null()]),
    msPerScanByRound: Type.Array(Amount, {
      description:
        'What the ratios of speeds are computed from: the time of a block over its scans; the mean latency in lanes and ' +
        'train; the time between two scans at the highest rate in server, empty where a round found none.',
    }),
    latencyByRound: Type.Union([Type.Array(Type.Object({ p50Ms: Amount, p90Ms: Amount }, closed)), Type.Null()], {
      description:
        'As observed in each round of single-stream and multi-stream: what scanbench compare sets two runs beside each other by.',
    }),
    failed: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'Of the queries; the technology gave no answer, which is later than any time. Absent where there are none.',
      }),
    ),
    scansPerQuery: Type.Optional(Type.Integer({ minimum: 2, description: 'In multi-stream.' })),
    openLoop: Type.Optional(OpenLoop),
    energy: Type.Optional(
      Type.Object(
        { cpu: Type.Optional(Energy), gpu: Type.Optional(Energy) },
        {
          ...closed,
          description: 'Of the CPU packages and the GPUs; what could not be read in every round is absent.',
        },
      ),
    ),
    searches: Type.Optional(Type.Array(Search, { description: 'In server: one each round.' })),
  },
  closed,
);
export type ScenarioResult = Static<typeof ScenarioResult>;

const Cost = Type.Object(
  {
    weightsBytes: Count,
    loadMs: Amount,
    warmUpMs: Amount,
    peakMemoryBytes: Type.Integer({ minimum: 0, description: 'Of the process of this technology, all its workers.' }),
  },
  closed,
);

const Withheld = Type.Object(
  {
    scenario: ScenarioSchema,
    queries: Count,
    failed: Type.Integer({ minimum: 1 }),
    reason: Type.String({ description: 'Why the first of them failed.' }),
  },
  { ...closed, description: 'A scenario of which no figure is given: more than one in ten of its queries failed.' },
);
export type WithheldScenario = Static<typeof Withheld>;

const Speed = Type.Union([
  Type.Object(
    {
      state: Type.Literal('measured'),
      scenarios: Type.Array(ScenarioResult),
      withheld: Type.Optional(Type.Array(Withheld, { minItems: 1 })),
      cost: Type.Union([Cost, Type.Null()], { description: 'Null where a service was driven.' }),
    },
    closed,
  ),
  Type.Object({ state: Type.Literal('refused'), reason: Type.String() }, closed),
]);
export type Speed = Static<typeof Speed>;

const PdAtLimit = Type.Union([
  Type.Object({ state: Type.Literal('estimated'), ...CurvePointSchema.properties }, closed),
  Type.Object({ state: Type.Literal('too-few-benigns'), pfaLimit: Share, benigns: Count, needed: Count }, closed),
]);

export const DetectionSchema = Type.Object(
  {
    threats: Count,
    benigns: Count,
    atLimits: Type.Array(PdAtLimit, { description: 'Pd at the false-alarm limits of the plan.' }),
    curve: Type.Array(Type.Object({ pfa: Share, pd: Share, pdBand: Bounds }, closed), {
      description: 'From no false alarm to all: the most that is found at each observed Pfa, and its 95 % band.',
    }),
  },
  { ...closed, description: 'Over the scans that have a score; thresholds read on these very scans.' },
);
export type Detection = Static<typeof DetectionSchema>;

const ReportedTechnology = Type.Object(
  {
    id: Type.String(),
    model: Type.Object({ id: Type.String(), version: Type.String(), sha256: Type.String() }, closed),
    runtime: Type.Enum([...RUNTIMES]),
    provider: Type.Enum([...PROVIDERS]),
    precision: Type.Enum([...PRECISIONS]),
    operatingPoint: OperatingPointSchema,
    answers: Type.Object(
      { scans: Count, sha256: Type.String() },
      { ...closed, description: 'Of the timed scans, as the accuracy run had them.' },
    ),
    detection: DetectionSchema,
    remote: Type.Optional(RemoteProfileSchema),
    speed: Speed,
  },
  closed,
);
export type ReportedTechnology = Static<typeof ReportedTechnology>;

const PdDifference = Type.Union([
  Type.Object(
    {
      state: Type.Literal('estimated'),
      pfaLimit: Share,
      difference: Type.Number(),
      bounds: Bounds,
      threats: Count,
      benigns: Count,
    },
    closed,
  ),
  Type.Object({ state: Type.Literal('too-few-benigns'), pfaLimit: Share, benigns: Count, needed: Count }, closed),
]);

const SpeedComparison = Type.Union([
  Type.Object(
    {
      state: Type.Literal('estimated'),
      scenario: ScenarioSchema,
      ratio: Amount,
      bounds: Bounds,
      rounds: Count,
    },
    { ...closed, description: 'Time a scan of the second over that of the first.' },
  ),
  Type.Object(
    { state: Type.Literal('too-few-rounds'), scenario: ScenarioSchema, rounds: Count, needed: Count },
    closed,
  ),
]);

const Agreement = Type.Object(
  {
    scans: Count,
    sameScore: Count,
    sameAnswer: Type.Integer({ minimum: 0, description: 'Score, decision and reason.' }),
  },
  closed,
);
export type Agreement = Static<typeof Agreement>;

const PairReport = Type.Object(
  {
    first: Type.String(),
    second: Type.String(),
    agreement: Agreement,
    pd: Type.Array(PdDifference),
    speed: Type.Array(SpeedComparison),
    verdict: Type.String({ description: 'What the first is beside the second, in words.' }),
  },
  closed,
);
export type PairReport = Static<typeof PairReport>;

const ReportedScan = Type.Object(
  {
    scan: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of its planes: the same pixels, the same scan.',
    }),
    truth: Type.Enum(['threat', 'benign']),
    timed: Type.Boolean({ description: 'One of those of the performance run.' }),
    answers: Type.Array(
      Type.Union([
        Type.Object(
          {
            decision: Type.Enum([...DECISIONS]),
            reason: Type.Union([Type.Enum([...UNDECIDED_REASONS]), Type.Null()]),
            score: Type.Union([Share, Type.Null()]),
          },
          closed,
        ),
        Type.Object(
          { decision: Type.Literal('failed'), reason: Type.Enum([...FAILURE_CODES]), score: Type.Null() },
          { ...closed, description: 'The technology broke on the scan, or gave no answer.' },
        ),
      ]),
      { description: 'Of the accuracy run, in the order of the technologies.' },
    ),
  },
  closed,
);
export type ReportedScan = Static<typeof ReportedScan>;

/** What `scanbench bench` writes as `report.json`; published as JSON Schema in `bench/report.schema.json`. */
export const ReportSchema = Type.Object(
  {
    kind: Type.Literal('scanbench-report'),
    version: Type.Literal(REPORT_VERSION),
    id: Type.String({ minLength: 1, description: 'UUIDv7 of the run.' }),
    plan: PlanSchema,
    onnxRuntime: Type.String(),
    othersCpuShare: Type.Union([Share, Type.Null()], {
      description: 'What other programs took of the CPUs during the performance run; null where a service was driven.',
    }),
    energy: Type.Optional(
      Type.Object(
        { cpu: EnergySource, gpu: Type.Optional(EnergySource) },
        { ...closed, description: 'What is read of energy, or why it is not; gpu where a technology used one.' },
      ),
    ),
    evaluation: Type.Unsafe<Evaluation>(EvaluationSchema),
    technologies: Type.Array(ReportedTechnology),
    unavailable: Type.Array(Type.Object({ technology: Type.String(), reason: Type.String() }, closed), {
      description: 'Technologies that would have come before those that ran, and why they could not.',
    }),
    scans: Type.Array(ReportedScan, {
      description:
        'What scanbench compare pairs two reports by. A port that shares counts alone may leave it empty: scanbench merge needs none of it.',
    }),
    pairs: Type.Array(PairReport),
    warnings: Type.Array(Type.String()),
  },
  { ...closed, $id: 'urn:scanbench:schema:bench-report', title: 'Scanbench benchmark report' },
);
export type Report = Static<typeof ReportSchema>;
