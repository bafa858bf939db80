import { type Static, Type } from 'typebox';
import { PRECISIONS } from '../../../domain/technology/technology.ts';
import { Amount, Bounds, Count, closed } from '../../files/schema-parts.ts';
import { HostSchema } from '../../origin/host-schema.ts';

const Whole = Type.Integer({ minimum: 1 });

const Range = Type.Object(
  {
    lowerMs: Type.Union([Amount, Type.Null()], { description: 'The percentile is no lower; null of too few queries.' }),
    observedMs: Amount,
    upperMs: Type.Union([Amount, Type.Null()], {
      description: 'The percentile is no higher; null of too few queries.',
    }),
    queries: Whole,
  },
  { ...closed, description: 'Each limit with 99 % confidence, queries taken for independent.' },
);

const Dropped = Type.Union([
  Type.Object(
    {
      why: Type.Literal('slower'),
      than: Type.Integer({ minimum: 0, description: 'The place of the faster one in candidates.' }),
      ratio: Type.Number({ description: 'How many times longer a scan took, at the look that dropped it.' }),
      bounds: Bounds,
      afterRounds: Whole,
    },
    closed,
  ),
  Type.Object({ why: Type.Literal('late'), lowerMs: Amount, afterRounds: Whole }, closed),
  Type.Object(
    {
      why: Type.Literal('failed'),
      reason: Type.String(),
      afterRounds: Type.Union([Count, Type.Null()], { description: 'Null where it did not start.' }),
    },
    { ...closed, description: 'It did not start, its process ended, or scans failed in it.' },
  ),
]);

const CandidateResult = Type.Object(
  {
    workers: Whole,
    intraOpThreads: Whole,
    tileBatch: Type.Integer({ minimum: 1, description: 'Tiles of a scan that are one run.' }),
    rounds: Type.Integer({ minimum: 0, description: '0 of one that failed before it ended a block.' }),
    queries: Count,
    scansPerSecond: Type.Union([Amount, Type.Null()]),
    cpuMsPerScan: Type.Union([Amount, Type.Null()]),
    peakMemoryBytes: Type.Union([Count, Type.Null()]),
    p50: Type.Union([Range, Type.Null()]),
    p90: Type.Union([Range, Type.Null()]),
    bound: Type.Enum(['kept', 'broken', 'open'], {
      description: 'The latency bound, with 99 % confidence; kept without one.',
    }),
    timesTheChosen: Type.Union([Type.Object({ ratio: Amount, bounds: Bounds, rounds: Whole }, closed), Type.Null()], {
      description:
        'Time a scan over that of the chosen one, in the rounds that both ran, with 95 % bounds; null of itself.',
    }),
    otherAnswers: Type.Integer({
      minimum: 0,
      description: 'Timed scans that were answered otherwise than by the default.',
    }),
    dropped: Type.Union([Dropped, Type.Null()]),
  },
  closed,
);

const Outcome = {
  state: Type.Enum(['default-stays', 'changed', 'none-in-time']),
  chosen: Type.Integer({ minimum: 0, description: 'The place in candidates; the default is 0.' }),
  tied: Type.Array(Count, { description: 'Places of those in time from which no difference was shown.' }),
  candidates: Type.Array(CandidateResult, { minItems: 1 }),
  endedAfterRounds: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Ctrl-C ended the race: of those still in it, less was shown.' }),
  ),
};
const OutcomeSchema = Type.Object(Outcome, closed);

const TileBatch = Type.Union(
  [
    Type.Object({ state: Type.Literal('one-by-one'), reason: Type.String() }, closed),
    Type.Object({ state: Type.Literal('raced'), race: OutcomeSchema }, closed),
  ],
  { description: 'How many tiles are one run, raced at the chosen split; or why each is a run of its own.' },
);

const Race = Type.Object(
  {
    technology: Type.String(),
    precision: Type.Enum([...PRECISIONS]),
    sha256: Type.String(),
    ...Outcome,
    tileBatch: TileBatch,
  },
  closed,
);

/** What `scanbench bench --tune` found out: `tune.json`; published as JSON Schema in `bench/tuning.schema.json`. */
export const TuningSchema = Type.Object(
  {
    kind: Type.Literal('scanbench-tuning'),
    version: Type.Literal(3),
    madeAt: Type.String(),
    command: Type.String(),
    host: HostSchema,
    othersCpuShare: Type.Number({
      minimum: 0,
      maximum: 1,
      description: "Of the machine's CPUs, that other programs took.",
    }),
    latencyBound: Type.Union([Type.Object({ percentile: Amount, ms: Amount }, closed), Type.Null()]),
    timedScans: Type.Array(Type.String(), { minItems: 1 }),
    roundSeconds: Amount,
    looksAfterRounds: Type.Array(Whole),
    races: Type.Array(Race, {
      minItems: 1,
      description: 'The technology that was asked for first, then its siblings.',
    }),
    endedEarly: Type.Optional(Type.Literal(true, { description: 'Ctrl-C was pressed while candidates raced.' })),
    left: Type.Optional(
      Type.Array(Type.Object({ technology: Type.String(), reason: Type.String() }, closed), {
        description: 'Siblings that have no race because every split of them failed.',
      }),
    ),
    unavailable: Type.Optional(
      Type.Array(Type.Object({ technology: Type.String(), reason: Type.String() }, closed), {
        description: 'Technologies that would have come before the one that raced, and why they could not.',
      }),
    ),
    siblings: Type.Array(
      Type.Object({ technology: Type.String(), ratio: Amount, bounds: Bounds, rounds: Whole }, closed),
      { description: 'Time a scan of a sibling of another precision over that of the technology, each as chosen.' },
    ),
  },
  { ...closed, $id: 'urn:scanbench:schema:tuning', title: 'Scanbench tuning' },
);
export type Tuning = Static<typeof TuningSchema>;
export type RaceReport = Static<typeof Race>;
export type RaceOutcome = Static<typeof OutcomeSchema>;
export type CandidateReport = Static<typeof CandidateResult>;
export type LatencyRange = Static<typeof Range>;
