import { CONDITIONS, type EvaluatedTechnology, type Measures } from './evaluation.ts';

/** A line of the tables of measures. */
export interface Row {
  readonly name: string;
  readonly measures: Measures;
}

/** What tables of one condition are made of: a row for each technology that was measured under it. */
export interface ConditionRows {
  readonly condition: Measures['condition'];
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The technologies' measures over all scans, then over those of each condition that any of them was measured under. */
export function rowsByCondition(technologies: readonly EvaluatedTechnology[]): readonly ConditionRows[] {
  return (['all', ...CONDITIONS] as const).flatMap((condition) => {
    const rows = technologies.flatMap(({ id, measures }) => {
      const own = measures.find((other) => other.condition === condition);
      return own === undefined ? [] : [{ name: id, measures: own }];
    });
    return rows.length === 0 ? [] : [{ condition, title: condition === 'all' ? 'All scans' : condition, rows }];
  });
}
