import type { Comparison } from './evaluation.ts';
import { pText, rangeText, signedText } from './number-text.ts';

const HEAD = [
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
    `| ${HEAD.join(' | ')} |`,
    `| ${HEAD.map(() => '---').join(' | ')} |`,
    ...comparisons.map(({ first, second, threats, benigns, auroc, onThreats, onBenigns }) => {
      const ranking =
        auroc === null
          ? ['–', '–']
          : [`${signedText(auroc.difference)} (${rangeText(auroc.bounds, signedText)})`, pText(auroc.pHolm)];
      const cells = [first, second, `${threats} / ${benigns}`, ...ranking, ...alarms(onThreats), ...alarms(onBenigns)];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
}

function alarms(paired: Comparison['onThreats']): readonly [string, string] {
  if (paired === null) return ['–', '–'];
  return [`${paired.counts.onlyFirstRight} / ${paired.counts.onlySecondRight}`, pText(paired.pHolm)];
}
