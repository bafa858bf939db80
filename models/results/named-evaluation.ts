import type { Evaluation } from '../../src/commands/evaluation/evaluation.ts';

/** The evaluations that results are published from, and what a reader must know about each. */
export const EVALUATION_TITLES = {
  test: 'Scenes not seen before, scanners of the training sets',
  'unseen-scanners': 'Scenes not seen before, scanners that no training or calibration saw',
  'real-display': 'Real 8-bit scans from an unknown scanner, threats projected into them',
} as const;
export type EvaluationName = keyof typeof EVALUATION_TITLES;

/** What its bounds leave out. */
const CAVEATS: Readonly<Partial<Record<EvaluationName, string>>> = {
  'real-display':
    'Many threats share each of the few benign scans: what comes of a scan, dark goods or a false alarm, comes of all threats in it. Each counts as if it had a scan of its own, so the bounds are narrower than so few scans allow.',
};

export interface NamedEvaluation {
  readonly name: EvaluationName;
  readonly evaluation: Evaluation;
}

/** What its bounds leave out, as a paragraph; nothing where they hold all that can be told from the scans. */
export function caveatLines(name: EvaluationName): readonly string[] {
  const caveat = CAVEATS[name];
  return caveat === undefined ? [] : [caveat, ''];
}

export function isEvaluationName(name: string): name is EvaluationName {
  return name in EVALUATION_TITLES;
}
