import { type Static, Type } from 'typebox';
import { Amount, Count, closed } from '../../files/schema-parts.ts';
import { ScenarioResult, WithheldScenario } from './scenario-result.ts';

const Cost = Type.Object(
  {
    weightsBytes: Count,
    loadMs: Amount,
    warmUpMs: Amount,
    peakMemoryBytes: Type.Integer({ minimum: 0, description: 'Of the process of this technology, all its workers.' }),
  },
  closed,
);

/** What a report says of the speed of a technology. */
export const Speed = Type.Union([
  Type.Object(
    {
      state: Type.Literal('measured'),
      scenarios: Type.Array(ScenarioResult),
      withheld: Type.Optional(Type.Array(WithheldScenario, { minItems: 1 })),
      cost: Type.Union([Cost, Type.Null()], { description: 'Null where a service was driven.' }),
    },
    closed,
  ),
  Type.Object({ state: Type.Literal('refused'), reason: Type.String() }, closed),
]);
export type Speed = Static<typeof Speed>;

/** A technology as far as its speed is told. */
export interface TimedTechnology {
  readonly id: string;
  readonly speed: Speed;
}
