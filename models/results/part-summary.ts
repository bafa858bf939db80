import { originLines } from '../../src/commands/evaluation/evaluation-markdown.ts';
import { rowsByCondition } from '../../src/commands/evaluation/rows-by-condition.ts';
import { conditionsApart } from './conditions-apart.ts';
import { caveatLines, EVALUATION_TITLES, type NamedEvaluation } from './named-evaluation.ts';
import { summaryTable } from './summary-table.ts';

/** One evaluation in short: how it was made, then a table for each condition, and the way to all that was measured. */
export function partSummary({ name, evaluation }: NamedEvaluation, pagePath: string): readonly string[] {
  return [
    `## ${EVALUATION_TITLES[name]}`,
    '',
    ...originLines(evaluation),
    '',
    ...caveatLines(name),
    ...conditionsApart(rowsByCondition(evaluation.technologies)).flatMap(({ title, rows }) => [
      `### ${title}`,
      '',
      ...summaryTable(rows),
      '',
    ]),
    `**[All that was measured on these scans](${pagePath})**: thresholds, what was left undecided of each kind, Pd at other limits, the place on the scan, paired tests.`,
  ];
}
