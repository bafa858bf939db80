import { Type } from 'typebox';
import { DRIFT_LEVELS } from '../../domain/comparison/drift.ts';
import { DECISIONS } from '../../domain/screening/decision.ts';
import { PARTED_BY } from '../../records/comparisons.ts';

const Moment = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', maxLength: 64, description, examples: ['2026-03-01T00:00:00Z'] }));
const ShortText = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 128, description }));

/** The query of `GET /v1/comparison`. */
export const ComparisonQuerySchema = Type.Object(
  {
    technology: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 2,
      maxItems: 2,
      uniqueItems: true,
      description: 'The two that are compared; repeat the parameter.',
    }),
    from: Moment('Scans received at this moment or later.'),
    to: Moment('Scans received before this moment.'),
    portCode: Type.Optional(Type.String({ maxLength: 16, description: 'Scans of this port, UN/LOCODE.' })),
    laneId: ShortText('Scans of this lane.'),
    cargo: ShortText('Scans declared as empty, as hs-NN (one chapter of the Harmonized System) or as mixed.'),
    by: Type.Optional(
      Type.Enum(PARTED_BY, {
        type: 'string',
        description: 'The same figures for each port, lane, cargo or week, too.',
      }),
    ),
  },
  { additionalProperties: false },
);

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Count = Type.Integer({ minimum: 0 });
const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

const Rate = Type.Object(
  { count: Count, n: Count, rate: Share, bounds: Type.Array(Share, { minItems: 2, maxItems: 2 }) },
  { title: 'Rate', description: 'With exact 95 % bounds.' },
);
const AlarmRates = Type.Object({ alarm: Rate, undecided: Rate, alarmOrUndecided: Rate }, { title: 'AlarmRates' });
const InspectedRates = Type.Object(
  {
    isBiased: Type.Literal(true),
    rates: Type.Object({
      threats: orNull(AlarmRates),
      benigns: orNull(AlarmRates),
    }),
    inspectedShares: Type.Object({ alarm: orNull(Rate), clear: orNull(Rate), undecided: orNull(Rate) }),
  },
  {
    title: 'InspectedRates',
    description: 'Over the inspected scans alone: biased, because alarms are opened more often than clears.',
  },
);

const Interval = Type.Array(Type.Number({ minimum: -1, maximum: 1 }), { minItems: 2, maxItems: 2 });
const CorrectedShare = Type.Object(
  { value: orNull(Type.Number({ minimum: -1, maximum: 1 })), bounds: Interval },
  { title: 'CorrectedShare', description: 'With 95 % bounds that are valid also where the value is null.' },
);
const CorrectedRates = Type.Object(
  {
    pd: CorrectedShare,
    pdOrUndecided: CorrectedShare,
    pfa: CorrectedShare,
    pfaOrUndecided: CorrectedShare,
  },
  { title: 'CorrectedRates' },
);
const Corrected = Type.Union(
  [
    Type.Object({
      state: Type.Literal('estimated'),
      first: CorrectedRates,
      second: CorrectedRates,
      pdDifference: CorrectedShare,
      pfaDifference: CorrectedShare,
      prevalence: CorrectedShare,
      standing: Type.Object({ scans: Count, threats: Count }),
      uninspected: Type.Array(
        Type.Object({
          first: Type.Enum(DECISIONS),
          second: Type.Enum(DECISIONS),
          champion: Type.Enum(DECISIONS),
          screened: Count,
        }),
      ),
    }),
    Type.Object({ state: Type.Literal('no-random-inspections') }),
  ],
  {
    description:
      'What would have been seen had every scan been opened, estimated from random inspections (and from those on alarm ' +
      'where the champion alarmed). Without random inspections of what it let pass there is none.',
  },
);

const PairedTest = Type.Object(
  {
    counts: Type.Object({ bothRight: Count, onlyFirstRight: Count, onlySecondRight: Count, bothWrong: Count }),
    n: Count,
    pValue: orNull(Share),
  },
  { title: 'PairedTest' },
);
const PairedTests = Type.Object({ threats: PairedTest, benigns: PairedTest }, { title: 'PairedTests' });

const Part = {
  screened: Type.Integer({ minimum: 0, description: 'Scans that both technologies and the champion screened.' }),
  withoutChampion: Type.Integer({
    minimum: 0,
    description: 'Scans that both screened and no champion did: they are in no other figure.',
  }),
  screenedByOne: Type.Object(
    { first: Count, second: Count },
    {
      description:
        'Scans that one of the two screened and the other did not, as where a challenger came later, was dropped under load or failed.',
    },
  ),
  uncorrected: Type.Object({ first: InspectedRates, second: InspectedRates }),
  corrected: Corrected,
  agreement: orNull(Type.Object({ same: Rate, kappa: orNull(Type.Number()) })),
  mcnemar: Type.Object({ random: PairedTests, allInspected: PairedTests }),
};

const DecidedWith = Type.Array(
  Type.Object(
    {
      model: Type.String({ description: 'The first 12 digits of its SHA-256.' }),
      threshold: Share,
      scans: Count,
      firstAt: Type.String({ description: 'When the first of them was received, ISO 8601 UTC.' }),
      lastAt: Type.String({ description: 'When the last of them was received, ISO 8601 UTC.' }),
    },
    { title: 'DecidedWith' },
  ),
);

const Latency = orNull(
  Type.Object(
    { n: Count, p50Ms: Type.Number(), p90Ms: Type.Number(), p99Ms: Type.Number() },
    { title: 'Latency', description: 'totalMs of all its screenings, read from the sorted list.' },
  ),
);
const Drift = Type.Union([
  Type.Object({
    state: Type.Literal('measured'),
    level: Type.Enum(DRIFT_LEVELS),
    stabilityIndex: Type.Object({ value: Type.Number(), chanceLimit: Type.Number(), classes: Count }),
    kolmogorovSmirnov: Type.Object({ distance: Share, pValue: Share }),
    scores: Count,
    calibrationScores: Count,
  }),
  Type.Object({ state: Type.Enum(['no-calibration-scores', 'no-live-scores']) }),
]);

/** Two technologies on the same live scans. `first` and `second` are in the order of the query. */
export const ComparisonSchema = Type.Object(
  {
    technologies: Type.Array(Type.String(), { minItems: 2, maxItems: 2 }),
    ...Part,
    decidedWith: Type.Object(
      { first: DecidedWith, second: DecidedWith },
      { description: 'Models and thresholds, the oldest first. Where there are several, all figures mix them.' },
    ),
    latency: Type.Object({ first: Latency, second: Latency }),
    drift: Type.Object(
      { first: Drift, second: Drift },
      { description: 'The newest scores against those that the threshold was chosen on.' },
    ),
    warnings: Type.Array(Type.String(), { description: 'What to know before using a figure.' }),
    parts: Type.Array(
      Type.Object({
        part: orNull(Type.String({ description: 'A week is named by its Monday.' })),
        ...Part,
      }),
    ),
    partsLeftOut: Type.Integer({ minimum: 0, description: 'Parts beyond the 52 with the most scans.' }),
  },
  { title: 'Comparison' },
);
