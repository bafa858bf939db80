import type { Measures } from '../../src/commands/evaluation/evaluation.ts';
import { alarmTables, localisationTable, strataTables } from '../../src/commands/evaluation/evaluation-markdown.ts';
import type { Row } from '../../src/commands/evaluation/rows-by-condition.ts';
import { caveatLines, EVALUATION_TITLES } from './named-evaluation.ts';
import type { OwnResults } from './own-results.ts';

/** Beside a model's card: all of which the card has the sum. */
export const MEASURED_PAGE = 'measured.md';

/** `models/<id>/measured.md`: each evaluation of a model by condition, scanner, cargo, and what was hidden where. */
export function measuredPage(model: string, results: readonly OwnResults[]): string {
  return [
    `# What was measured of ${model}`,
    '',
    '<!-- Written by models/write-results.ts: change that, or measure anew, but not this page. -->',
    '',
    'All of which the [card](card.md) has the sum. How it was made, and what the words mean: [results](../../docs/results.md).',
    'Bounds are 95 % bounds; undecided scans, such as those that lack an energy, are in every denominator.',
    ...results.flatMap(({ name, technology }) => {
      const rows = scanRows(technology.measures);
      return [
        '',
        `## ${EVALUATION_TITLES[name]}`,
        '',
        ...caveatLines(name),
        ...alarmTables(rows, 'scans'),
        '',
        ...localisationTable(rows, 'scans'),
        ...strataTables(technology),
      ];
    }),
    '',
  ].join('\n');
}

/** A line of a model's own tables for each condition. */
export function scanRows(measures: readonly Measures[]): readonly Row[] {
  return measures.map((own) => ({ name: own.condition, measures: own }));
}
