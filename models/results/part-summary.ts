import type { EvaluatedTechnology, Measures, PopulationName } from '../../src/commands/evaluation/evaluation.ts';
import { originLines } from '../../src/commands/evaluation/evaluation-markdown.ts';
import { findPopulation } from '../../src/commands/evaluation/find-population.ts';
import { type Row, rowsByCondition } from '../../src/commands/evaluation/rows-by-condition.ts';
import { aurocText, rateText } from '../../src/commands/report-text/number-text.ts';
import { caveatLines, EVALUATION_TITLES, type NamedEvaluation } from './named-evaluation.ts';

/** What is said of threats in short: all, those that matter at a gate, and of these the ones that a beam can tell of. */
const POPULATIONS: readonly PopulationName[] = [
  'all threats',
  'threats of 10 kg and more',
  'threats of 10 kg and more, not below penetration',
];
const RANKED: PopulationName = 'threats of 10 kg and more, not below penetration';

/** One evaluation in short: how it was made, then a table for each condition, and the way to all that was measured. */
export function partSummary({ name, evaluation }: NamedEvaluation, pagePath: string): readonly string[] {
  return [
    `## ${EVALUATION_TITLES[name]}`,
    '',
    ...originLines(evaluation),
    '',
    ...caveatLines(name),
    ...apart(evaluation.technologies).flatMap(({ title, rows }) => [
      `### ${title}`,
      '',
      ...summaryTable(rows.filter(({ measures }) => hasAnyScore(measures))),
      '',
    ]),
    `**[All that was measured on these scans](${pagePath})**: thresholds, what was left undecided of each kind, Pd at other limits, the place on the scan, paired tests.`,
  ];
}

/** Each condition by itself; all scans together only where there is no more than one. */
function apart(technologies: readonly EvaluatedTechnology[]) {
  const all = rowsByCondition(technologies);
  return all.length > 1 ? all.filter(({ condition }) => condition !== 'all') : all;
}

/** A technology that lacks an energy has a score for none of them, hence nothing that a short table could compare. */
function hasAnyScore({ unscored, populations }: Measures): boolean {
  const rates = findPopulation({ populations }, 'all threats')?.rates;
  return unscored < (rates?.benigns?.alarm.n ?? 0) + (rates?.threats?.alarm.n ?? 0);
}

function summaryTable(rows: readonly Row[]): readonly string[] {
  const head = ['technology', 'benign scans: alarm', '… or undecided', ...POPULATIONS, `AUROC, ${RANKED}`];
  return [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map(({ name, measures }) => {
      const benigns = findPopulation(measures, 'all threats')?.rates.benigns ?? null;
      const cells = [
        name,
        rateText(benigns?.alarm ?? null),
        rateText(benigns?.alarmOrUndecided ?? null),
        ...POPULATIONS.map((population) =>
          rateText(findPopulation(measures, population)?.rates.threats?.alarm ?? null),
        ),
        aurocText(findPopulation(measures, RANKED)?.auroc ?? null),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
}
