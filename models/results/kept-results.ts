import { type Static, Type } from 'typebox';
import { conforms } from '../../src/domain/language/conforms.ts';
import type { EvaluationName } from './named-evaluation.ts';

const Bounds = Type.Tuple([Type.Number(), Type.Number()]);
const Share = Type.Object({ rate: Type.Number(), bounds: Bounds });
const Alarms = Type.Union([Type.Object({ alarm: Share }), Type.Null()]);
const Measured = Type.Object({
  condition: Type.String(),
  benigns: Alarms,
  threats: Type.Array(
    Type.Object({
      name: Type.String(),
      rates: Alarms,
      auroc: Type.Union([Type.Object({ value: Type.Number(), bounds: Bounds }), Type.Null()]),
    }),
  ),
});
const Evaluated = Type.Optional(Type.Array(Measured));
const Evaluations = Type.Object({
  test: Evaluated,
  'unseen-scanners': Evaluated,
  'real-display': Evaluated,
} satisfies Readonly<Record<EvaluationName, typeof Evaluated>>);

/** What one condition of one evaluation came to: of a manifest's `evaluation`, the part that is drawn. */
export type KeptMeasures = Static<typeof Measured>;

/** A model's evaluations as its manifest keeps them. */
export interface KeptResults {
  readonly model: string;
  readonly evaluations: Static<typeof Evaluations>;
}

/** Reads what `manifestEvaluation` wrote. Throws where an evaluation has another form. */
export function keptResults(model: string, evaluations: object): KeptResults {
  if (conforms(Evaluations, evaluations)) return { model, evaluations };
  throw new Error(`${model}: evaluation in its manifest is not as write-results.js writes it: measure it anew.`);
}
