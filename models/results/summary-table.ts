import type { Measures, PopulationName } from '../../src/commands/evaluation/evaluation.ts';
import { findPopulation } from '../../src/commands/evaluation/find-population.ts';
import type { Row } from '../../src/commands/evaluation/rows-by-condition.ts';
import { aurocText, rateText } from '../../src/commands/report-text/number-text.ts';

/** What is said of threats in short: all, those that matter at a gate, and of these the ones that a beam can tell of. */
const POPULATIONS: readonly PopulationName[] = [
  'all threats',
  'threats of 10 kg and more',
  'threats of 10 kg and more, not below penetration',
];
const RANKED: PopulationName = 'threats of 10 kg and more, not below penetration';

/**
 * Pfa, the same with undecided scans, Pd, and AUROC: a line for each technology, or whatever the rows are. A technology
 * that lacks an energy has a score for none of the scans, hence nothing that a short table could compare: no line.
 */
export function summaryTable(rows: readonly Row[], what = 'technology'): readonly string[] {
  const scored = rows.filter(({ measures }) => hasAnyScore(measures));
  if (scored.length === 0) return ['No score for any of these scans, for want of an energy or of an answer.'];
  const head = [what, 'benign scans: alarm', '… or undecided', ...POPULATIONS, `AUROC, ${RANKED}`];
  return [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...scored.map((row) => `| ${[row.name, ...cellsOf(row.measures)].join(' | ')} |`),
  ];
}

function cellsOf(measures: Measures): readonly string[] {
  const benigns = findPopulation(measures, 'all threats')?.rates.benigns ?? null;
  return [
    rateText(benigns?.alarm ?? null),
    rateText(benigns?.alarmOrUndecided ?? null),
    ...POPULATIONS.map((name) => rateText(findPopulation(measures, name)?.rates.threats?.alarm ?? null)),
    aurocText(findPopulation(measures, RANKED)?.auroc ?? null),
  ];
}

function hasAnyScore({ unscored, populations }: Measures): boolean {
  const rates = findPopulation({ populations }, 'all threats')?.rates;
  return unscored < (rates?.benigns?.alarm.n ?? 0) + (rates?.threats?.alarm.n ?? 0);
}
