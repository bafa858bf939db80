import { type Static, Type } from 'typebox';
import { closed } from '../../files/schema-parts.ts';

const EnergySource = Type.Union([
  Type.Object({ state: Type.Literal('read'), what: Type.String() }, closed),
  Type.Object({ state: Type.Literal('not-readable'), reason: Type.String() }, closed),
]);

/** What a report says of where its energy was read. */
export const EnergySourcesSchema = Type.Object(
  { cpu: EnergySource, gpu: Type.Optional(EnergySource) },
  { ...closed, description: 'What is read of energy, or why it is not; gpu where a technology used one.' },
);
export type EnergySources = Static<typeof EnergySourcesSchema>;
