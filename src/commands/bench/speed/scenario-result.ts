import { type Static, Type } from 'typebox';
import { SCENARIOS } from '../../../performance/traffic.ts';
import { Amount, Bounds, Count, closed, Share } from '../../files/schema-parts.ts';

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
  Type.Object(
    { state: Type.Literal('not-held'), percentile: Share, queries: Count },
    {
      ...closed,
      description:
        'In lanes and train: more than one container in a hundred had no answer within the takt time, or more work came than ' +
        'the workers got through. Latencies then grow for as long as the traffic lasts.',
    },
  ),
]);

const OpenLoop = Type.Object(
  {
    refused: Type.Integer({ minimum: 0, description: 'Of the queries; never answered, hence later than any time.' }),
    slowestMs: Amount,
    meanLateMs: Type.Number({ minimum: 0, description: 'By which the driver issued a query after it was due.' }),
    load: Type.Optional(
      Type.Number({
        minimum: 0,
        description:
          'In lanes: the work that arrives over what the workers get through; above 1 a queue grows. Absent where a service ' +
          'was driven.',
      }),
    ),
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

const FailedByRound = Type.Optional(
  Type.Array(Count, { description: 'Of the queries that failed, those of each round; absent where there are none.' }),
);

const Drawn = { joulesPerScan: Amount, watts: Amount };
const Energy = Type.Object(
  { ...Drawn, byRound: Type.Array(Type.Object(Drawn, closed)) },
  { ...closed, description: 'Of whole devices, with whatever else worked on them.' },
);
/** What one technology did in one scenario of a plan. */
export const ScenarioResult = Type.Object(
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
    failedByRound: FailedByRound,
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

/** A scenario whose figures would rest on too few answers. */
export const WithheldScenario = Type.Object(
  {
    scenario: ScenarioSchema,
    queries: Count,
    failed: Type.Integer({ minimum: 1 }),
    failedByRound: FailedByRound,
    reason: Type.String({ description: 'Why the first of them failed.' }),
  },
  { ...closed, description: 'A scenario of which no figure is given: more than one in ten of its queries failed.' },
);
export type WithheldScenario = Static<typeof WithheldScenario>;
