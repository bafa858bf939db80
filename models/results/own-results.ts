import type { EvaluatedTechnology } from '../../src/commands/evaluation/evaluation.ts';
import type { EvaluationName, NamedEvaluation } from './named-evaluation.ts';

/** One technology's part of an evaluation. */
export interface OwnResults {
  readonly name: EvaluationName;
  readonly technology: EvaluatedTechnology;
}

/** A model's own part of each evaluation that it was in. */
export function resultsOf(model: string, evaluations: readonly NamedEvaluation[]): readonly OwnResults[] {
  return evaluations.flatMap(({ name, evaluation }) => {
    const technology = evaluation.technologies.find((other) => other.model.id === model);
    return technology === undefined ? [] : [{ name, technology }];
  });
}
