import { pText, rangeText, signedText } from '../report-text/number-text.ts';
import type { Comparison } from './evaluation.ts';

/** What `pairedTestCells` says, column by column. */
export const PAIRED_TEST_HEAD = [
  'first',
  'second',
  'threats / benigns',
  'AUROC, first − second',
  'p',
  'threats only the first / only the second finds',
  'p',
  'benigns only the first / only the second leaves alone',
  'p',
];

/** The paired tests of one condition, a line a pair. */
export function comparisonTables(comparisons: readonly Comparison[]): readonly string[] {
  return [
    '**Paired tests**: DeLong on AUROC, over the scans that both scored; exact McNemar on alarms, over all; p by Holm over all pairs.',
    '',
    `| ${PAIRED_TEST_HEAD.join(' | ')} |`,
    `| ${PAIRED_TEST_HEAD.map(() => '---').join(' | ')} |`,
    ...comparisons.map((comparison) => `| ${pairedTestCells(comparison).join(' | ')} |`),
  ];
}

/** The paired tests of two technologies, under `PAIRED_TEST_HEAD`. */
export function pairedTestCells(comparison: Comparison): readonly string[] {
  const { first, second, threats, benigns, auroc, onThreats, onBenigns } = comparison;
  const ranking =
    auroc === null
      ? ['–', '–']
      : [`${signedText(auroc.difference)} (${rangeText(auroc.bounds, signedText)})`, pText(auroc.pHolm)];
  return [first, second, `${threats} / ${benigns}`, ...ranking, ...alarms(onThreats), ...alarms(onBenigns)];
}

function alarms(paired: Comparison['onThreats']): readonly [string, string] {
  if (paired === null) return ['–', '–'];
  return [`${paired.counts.onlyFirstRight} / ${paired.counts.onlySecondRight}`, pText(paired.pHolm)];
}
