import { type Static, Type } from 'typebox';
import { Amount, Bounds, Count, closed, Share } from '../../files/schema-parts.ts';
import { ScenarioSchema } from '../speed/scenario-result.ts';

/** Absent in reports from before speeds and Pd at a limit were tested over all pairs; there the bounds decide. */
const tested = {
  pValue: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Two-sided, of "no difference".' })),
  pHolm: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'The same, by Holm over all pairs at this limit or in this scenario.',
    }),
  ),
};

const PdDifference = Type.Union([
  Type.Object(
    {
      state: Type.Literal('estimated'),
      pfaLimit: Share,
      difference: Type.Number(),
      bounds: Bounds,
      ...tested,
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
      ...tested,
      rounds: Count,
    },
    { ...closed, description: 'Time a scan of the second over that of the first.' },
  ),
  Type.Object(
    { state: Type.Literal('too-few-rounds'), scenario: ScenarioSchema, rounds: Count, needed: Count },
    closed,
  ),
  Type.Object(
    { state: Type.Literal('not-held'), scenario: ScenarioSchema, technologies: Type.Array(Type.String()) },
    { ...closed, description: 'Who does not hold the traffic: a mean latency is then one of how long it lasted.' },
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

/** Two technologies of one run beside each other. */
export const PairReport = Type.Object(
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
