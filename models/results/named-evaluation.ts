import type { Evaluation } from '../../src/commands/evaluation/evaluation.ts';

/** The evaluations that results are published from, and what a reader must know about each. */
export const EVALUATION_TITLES = {
  test: 'Scenes not seen before, scanners of the training sets',
  'unseen-scanners': 'Scenes not seen before, scanners that no training or calibration saw',
  'real-display': 'Real 8-bit scans from an unknown scanner, threats projected into them',
} as const;
export type EvaluationName = keyof typeof EVALUATION_TITLES;

export interface NamedEvaluation {
  readonly name: EvaluationName;
  readonly evaluation: Evaluation;
}

export function isEvaluationName(name: string): name is EvaluationName {
  return name in EVALUATION_TITLES;
}
